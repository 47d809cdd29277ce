/** The door for lists over HTTP. */
package dev.journeygateway.door.upload;
