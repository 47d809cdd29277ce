package dev.journeygateway.broker;

import org.springframework.jms.JmsException;

/** The broker is away, or did not answer in time; the caller may try again later. */
final class BrokerUnavailableException extends JmsException {

  private static final long serialVersionUID = 1L;

  BrokerUnavailableException(String message) {
    super(message);
  }
}
