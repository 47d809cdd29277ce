/** Spans of requests, sent to a collector over OTLP: the one package that knows OpenTelemetry. */
package dev.journeygateway.trace;
