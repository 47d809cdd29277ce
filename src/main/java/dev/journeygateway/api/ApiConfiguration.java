package dev.journeygateway.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Scope;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The first step of each call that asks or decides: a token that may do it. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  @Bean
  JsonMapper answerMapper() {
    return AnswerMapper.create();
  }

  @Bean
  Processor requireReader(ApiTokens tokens) {
    return require(tokens, Scope.READ);
  }

  @Bean
  Processor requireStarter(ApiTokens tokens) {
    return require(tokens, Scope.START);
  }

  @Bean
  Processor requireOperator(ApiTokens tokens) {
    return require(tokens, Scope.OPERATE);
  }

  @Bean
  Processor requireAdministrator(ApiTokens tokens) {
    return require(tokens, Scope.ADMIN);
  }

  private static Processor require(ApiTokens tokens, Scope scope) {
    String otherwise =
        switch (scope) {
          case START -> "this token may not start journeys";
          case READ -> "this token may not read start requests";
          case OPERATE -> "this token may not operate the gateway";
          case ADMIN -> "this token may not administer the gateway";
        };
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      call.caller(Callers.of(call.header("Authorization").orElse(null), tokens, call.peer()));
      if (!call.caller().may(scope)) {
        throw Refusal.of(Reason.PERMISSION_DENIED, otherwise).asException();
      }
    };
  }
}
