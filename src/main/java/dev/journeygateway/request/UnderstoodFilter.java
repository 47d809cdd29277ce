package dev.journeygateway.request;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.audience.AudienceScope;
import dev.journeygateway.audience.CheckedFilter;
import dev.journeygateway.audience.FilterCheck;
import dev.journeygateway.audience.FilterLanguage;
import dev.journeygateway.audience.InvalidFilter;
import dev.journeygateway.journey.Journey;

/** A filter parses and stays inside the token's applications (http.md, row 16). */
public final class UnderstoodFilter {

  private UnderstoodFilter() {}

  /**
   * The filter as it will be resolved, whoever asks then.
   *
   * @throws StartRequestRefused with INVALID_FILTER and the place it is about
   */
  public static CheckedFilter require(
      Selector.Filter filter, Journey journey, Caller caller, AudienceCatalog catalog) {
    try {
      return FilterCheck.check(
          FilterLanguage.parse(filter.text()),
          new AudienceScope(journey.applicationCode(), caller.applications(), catalog.groups()),
          catalog);
    } catch (InvalidFilter e) {
      throw Refusal.of(
              Reason.INVALID_FILTER, e.pointed(), "character", Integer.toString(e.character()))
          .asException();
    }
  }
}
