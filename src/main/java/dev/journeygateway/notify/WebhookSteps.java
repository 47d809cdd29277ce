package dev.journeygateway.notify;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.journey.WebhookSettings;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes about webhooks. */
@Configuration(proxyBeanMethods = false)
class WebhookSteps {

  private record WebhookList(List<Webhooks.Shown> webhooks) {}

  private record AttemptPage(List<Webhooks.Attempt> attempts, Optional<UUID> after) {}

  private record Replayed(String id, int messages) {}

  @Bean
  Processor listWebhooks(Webhooks webhooks) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      call.answer(new WebhookList(webhooks.list(call.caller())));
    };
  }

  @Bean
  Processor listWebhookAttempts(Webhooks webhooks) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      boolean failed = call.parameter("failed").map(WebhookSteps::flag).orElse(false);
      int limit = call.limit();
      Optional<UUID> after = call.afterUuid();
      List<Webhooks.Attempt> found =
          webhooks.attempts(webhook(call, webhooks).id(), failed, after, limit + 1);
      List<Webhooks.Attempt> page = found.stream().limit(limit).toList();
      call.answer(
          new AttemptPage(
              page,
              found.size() > limit ? Optional.of(page.get(limit - 1).id()) : Optional.empty()));
    };
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ApiCall.invalid("failed", "failed must be true or false");
    };
  }

  @Bean
  Processor replayWebhook(Webhooks webhooks) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Webhooks.Shown webhook = webhook(call, webhooks);
      Instant since =
          call.parameter("since").flatMap(WebhookSteps::time).orElseThrow(WebhookSteps::noTime);
      call.answer(new Replayed(webhook.id(), webhooks.replay(webhook, since, call.caller())));
    };
  }

  private static RuntimeException noTime() {
    return ApiCall.invalid("since", "since must be a time such as 2026-12-01T09:00:00Z");
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Webhooks.Shown webhook(ApiCall call, Webhooks webhooks) {
    return call.parameter("webhookId")
        .flatMap(id -> webhooks.find(call.caller(), id))
        .orElseThrow(() -> Refusal.of(Reason.WEBHOOK_NOT_FOUND, "webhook not found").asException());
  }

  @Bean
  Processor sendWebhooks(WebhookSender sender) {
    return exchange -> sender.sendDue();
  }

  @Bean
  Processor forgetWebhookMessages(WebhookMessages messages, WebhookSettings settings) {
    return exchange -> messages.forget(settings.keep());
  }

  @Bean
  Processor refreshAlertGauges(WebhookGauges webhooks, AlertGauges alerts) {
    return exchange -> {
      webhooks.refresh();
      alerts.refresh();
    };
  }
}
