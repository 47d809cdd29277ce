package dev.journeygateway.access;

import java.util.Set;

/** Who asks, as far as their token tells: the applications they act for and what they may do. */
public record Caller(Set<String> applications, Set<Scope> scopes) {

  /** Whether they have the scope; {@link Scope#ADMIN} includes every other. */
  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  public boolean sees(String applicationCode) {
    return applications.contains(applicationCode);
  }
}
