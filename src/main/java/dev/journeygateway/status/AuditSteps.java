package dev.journeygateway.status;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.audit.Audited;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the route {@code list-audit}: who changed what. */
@Configuration(proxyBeanMethods = false)
class AuditSteps {

  private record Page(List<Shown> audit, Optional<UUID> after) {}

  private record Shown(
      UUID id,
      Instant at,
      String tokenHint,
      Optional<String> applicationCode,
      String action,
      Target target,
      Map<String, Long> counts) {

    private record Target(String kind, String id) {}

    static Shown of(Audited one) {
      return new Shown(
          one.id(),
          one.at(),
          one.tokenHint(),
          one.applicationCode(),
          one.action(),
          new Target(one.targetKind(), one.target()),
          one.counts());
    }
  }

  @Bean
  Processor listAudit(Audit audit) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Optional<Action> action = call.parameter("action").map(AuditSteps::action);
      int limit = call.limit();
      List<Audited> found = audit.list(call.caller(), action, call.afterUuid(), limit + 1);
      List<Shown> page = found.stream().limit(limit).map(Shown::of).toList();
      call.answer(
          new Page(
              page,
              found.size() > limit ? Optional.of(page.get(limit - 1).id()) : Optional.empty()));
    };
  }

  private static Action action(String text) {
    return Action.of(text)
        .orElseThrow(
            () -> ApiCall.invalid("action", "action must be one of those that the list shows"));
  }
}
