/**
 * What the calls that ask or decide have in common: who calls, their parameters, how they are
 * answered.
 */
package dev.journeygateway.api;
