package dev.journeygateway.access;

import java.util.Set;

/**
 * Who asks, as far as their token tells: the applications they act for and what they may do.
 *
 * @param hint tells tokens apart for people and lets nobody in
 */
public record Caller(Set<String> applications, Set<Scope> scopes, String hint) {

  /** A caller without a token: a door that is given its application by the settings. */
  public Caller(Set<String> applications, Set<Scope> scopes) {
    this(applications, scopes, "none");
  }

  /** Whether they have the scope; {@link Scope#ADMIN} includes every other. */
  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  public boolean sees(String applicationCode) {
    return applications.contains(applicationCode);
  }
}
