package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The HTTP door's share of {@link Injection}. */
final class InjectedHttp {

  private static final String JOURNEY = Catalogue.journey(0);
  private static final String NOBODY = "nobody-knows-it";
  private static final List<Integer> TAKEN = List.of(200);
  private static final List<Integer> TAKEN_OR_NOT = List.of(200, 400);

  private final Injected all;
  private final InjectedCalls calls;
  private final RequestLog log;
  private final Map<String, Answer> without = new HashMap<>();

  InjectedHttp(Injected all, InjectedCalls calls, RequestLog log) {
    this.all = all;
    this.calls = calls;
    this.log = log;
  }

  void send(Path folder) {
    List<String> texts = InjectedTexts.printable(folder);
    int turn = 0;
    for (String name : InjectedTexts.names()) {
      Map<String, String> header = Map.of(name, texts.get(turn++ % texts.size()));
      String id = all.id();
      sound(id, header, Injected.body(id, null, null), TAKEN);
      unsound("journey", NOBODY, Catalogue.TOKEN, header, Injected.body(all.id(), null, null));
    }
    for (String text : texts) {
      String key = all.id();
      sound(key, Map.of("Idempotency-Key", text + key), Injected.body(key, null, null), TAKEN);
      unsound("token", JOURNEY, text, Map.of(), Injected.body(all.id(), null, null));
      fields(text, TAKEN);
    }
    InjectedTexts.controls().forEach(text -> fields(text, TAKEN_OR_NOT));
  }

  private void fields(String text, List<Integer> statuses) {
    String named = text + all.id();
    sound(named, Map.of(), Injected.body(named, null, null), statuses);
    String valued = all.id();
    if (sound(valued, Map.of(), Injected.body(valued, "promo_code", text), statuses)) {
      all.value(valued, text);
    }
    String body = Injected.body(all.id(), null, null);
    if (!text.equals(Catalogue.journey(1))) {
      unsound("journey", text, Catalogue.TOKEN, Map.of(), body);
    }
    unsound("attribute", JOURNEY, Catalogue.TOKEN, Map.of(), Injected.body(all.id(), text, "x"));
    unsound("filter", JOURNEY, Catalogue.TOKEN, Map.of(), Injected.payload(Map.of("filter", text)));
  }

  /** A call that is right but for a text; returns whether it was accepted. */
  private boolean sound(
      String id, Map<String, String> headers, String body, List<Integer> statuses) {
    Answer answer = calls.start(JOURNEY, Catalogue.TOKEN, headers, body);
    record(JOURNEY, id, answer);
    if (!statuses.contains(answer.status())) {
      all.otherVerdict("%s %s gives %s", headers, body, answer);
    }
    return answer.kind() == Kind.ACCEPTED;
  }

  /** A call that is refused, and for the same reason as one with any other text in that field. */
  private void unsound(
      String field, String journey, String token, Map<String, String> headers, String body) {
    Answer expected = without.computeIfAbsent(field, this::withoutText);
    Answer answer = calls.start(journey, token, headers, body);
    record(NOBODY, all.id(), answer);
    boolean same =
        answer.status() == expected.status() && answer.detail().equals(expected.detail());
    // What no path may hold is no path at all, and refused before anybody looks for a journey.
    boolean noPath =
        field.equals("journey")
            && answer.status() == 400
            && answer.detail().equals("MALFORMED_REQUEST");
    if (!same && !noPath) {
      all.otherVerdict("%s %s %s gives %s, without %s", field, journey, body, answer, expected);
    }
  }

  private Answer withoutText(String field) {
    return calls.start(
        field.equals("journey") ? NOBODY : JOURNEY,
        field.equals("token") ? NOBODY : Catalogue.TOKEN,
        Map.of(),
        field.equals("filter")
            ? Injected.payload(Map.of("filter", "no filter"))
            : Injected.body(all.id(), field.equals("attribute") ? NOBODY : null, "x"));
  }

  private void record(String journey, String id, Answer answer) {
    long number = all.request();
    log.sending(number, 0, journey, null, List.of(id));
    log.answered(number, 0, answer);
  }
}
