/** Webhooks: applications are told when a request has ended, and what needs somebody to look. */
package dev.journeygateway.notify;
