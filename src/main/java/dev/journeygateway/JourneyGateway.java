package dev.journeygateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway as one process. */
@SpringBootApplication
public class JourneyGateway {

  public static void main(String[] args) {
    SpringApplication.run(JourneyGateway.class, args);
  }
}
