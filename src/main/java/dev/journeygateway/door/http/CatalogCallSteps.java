package dev.journeygateway.door.http;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.journey.CatalogChanges;
import dev.journeygateway.journey.CatalogFile;
import dev.journeygateway.journey.CatalogWatch;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that load and check a catalogue. */
@Configuration(proxyBeanMethods = false)
class CatalogCallSteps {

  /** {@code new} is a word of the language and needs another name here. */
  private record Tokens(
      @com.fasterxml.jackson.annotation.JsonProperty("new") int added, int revoked) {}

  private record Journeys(
      @com.fasterxml.jackson.annotation.JsonProperty("new") int added, int changed, int archived) {}

  private record Loaded(boolean changed, Tokens tokens, Journeys journeys) {}

  private record Checked(Tokens tokens, Journeys journeys, Optional<String> needsForce) {}

  @Bean
  Processor loadCatalog(CatalogWatch watch) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      boolean force = force(call);
      Optional<CatalogChanges> changes = refusing(() -> watch.load(force));
      call.answer(
          new Loaded(
              changes.isPresent(),
              changes.map(CatalogCallSteps::tokens).orElse(new Tokens(0, 0)),
              changes.map(CatalogCallSteps::journeys).orElse(new Journeys(0, 0, 0))));
    };
  }

  private static boolean force(ApiCall call) {
    String force = call.parameter("force").orElse("false");
    if (!force.equals("true") && !force.equals("false")) {
      throw ApiCall.invalid("force", "force must be true or false");
    }
    return force.equals("true");
  }

  @Bean
  ReadWhole readCatalog(HttpSettings settings) {
    return new ReadWhole(settings.maxBody().toBytes());
  }

  @Bean
  Processor checkCatalog(CatalogWatch watch) {
    return exchange -> {
      byte[] text = exchange.getIn().getBody(byte[].class);
      CatalogChanges changes = refusing(() -> watch.check(text));
      new ApiCall(exchange)
          .answer(new Checked(tokens(changes), journeys(changes), changes.objection()));
    };
  }

  private static <T> T refusing(Supplier<T> call) {
    try {
      return call.get();
    } catch (CatalogFile.Invalid e) {
      throw Refusal.of(Reason.INVALID_CATALOG, e.getMessage()).asException();
    } catch (CatalogChanges.NeedsForce e) {
      throw Refusal.of(Reason.CATALOG_NEEDS_FORCE, e.getMessage()).asException();
    }
  }

  private static Tokens tokens(CatalogChanges changes) {
    return new Tokens(changes.tokens().added(), changes.tokens().revoked());
  }

  private static Journeys journeys(CatalogChanges changes) {
    return new Journeys(
        changes.journeys().added(), changes.journeys().changed(), changes.journeys().archived());
  }
}
