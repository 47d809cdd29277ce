/** Requests that are stopped before everybody in them has entered. */
package dev.journeygateway.cancel;
