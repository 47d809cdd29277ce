package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * The caller: sends requests at a rate whether they are answered or not, each with ids of its own,
 * and each on its log before it is sent. Those with a key are sent again under it until they are
 * answered for good; those without are sent once.
 */
final class LoadClient implements AutoCloseable {

  private static final int MOST_TRIES = 60;
  private static final long FIRST_REST_MILLIS = 700;
  private static final long LONGEST_REST_MILLIS = 3000;
  private static final int MOST_AT_A_TIME = 400;

  /**
   * @param perSecond requests a second
   * @param journeys from the number of a request to its journey
   * @param keyed every how many-th request has a key; 0 for none
   * @param twins whether a request with a key is sent twice at the same moment
   * @param ids of one request
   */
  record Load(int perSecond, LongFunction<String> journeys, int keyed, boolean twins, int ids) {

    /** Fifty a second over so many journeys in turn, every second one with a key. */
    static Load usual(int journeys) {
      return new Load(50, n -> Catalogue.journey(n % journeys), 2, false, 2);
    }

    /** The same, and of every twenty two at once for one of those that let them wait. */
    Load withWaiting(int waitJourneys) {
      return new Load(
          perSecond,
          n -> n % 20 < 2 ? Catalogue.waitJourney(n / 20 % waitJourneys) : journeys.apply(n),
          keyed,
          twins,
          ids);
    }

    Load perSecond(int rate) {
      return new Load(rate, journeys, keyed, twins, ids);
    }

    /** As {@code rate} a second without keys, as fast as the gateway takes them. */
    Load flood(int rate) {
      return new Load(rate, journeys, 0, false, ids);
    }

    Load withTwins() {
      return new Load(perSecond, journeys, 1, true, ids);
    }
  }

  private record Again(
      long number, int attempt, String journey, String key, List<String> ids, long atNanos)
      implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private final Load load;
  private final RequestLog log;
  private final List<Calls> gateways;
  private final ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_A_TIME);
  private final DelayQueue<Again> again = new DelayQueue<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicLong slowestMillis = new AtomicLong();
  private final AtomicLong slow = new AtomicLong();
  private final Timeline timeline = new Timeline();
  private final Thread pace = new Thread(this::run, "load");
  private volatile boolean stopped;
  private volatile Runnable onAccepted = () -> {};

  LoadClient(Load load, RequestLog log, List<Calls> gateways) {
    this.load = load;
    this.log = log;
    this.gateways = gateways;
  }

  LoadClient start() {
    pace.start();
    return this;
  }

  /** Runs on the thread that got an answer of 200, at once. */
  void onAccepted(Runnable then) {
    onAccepted = then;
  }

  private void run() {
    long from = System.nanoTime();
    for (long number = 0; !stopped; number++) {
      long due = from + number * 1_000_000_000L / load.perSecond();
      for (Again one = again.poll(); one != null; one = again.poll()) {
        dispatch(one);
      }
      Pause.of(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < load.ids(); i++) {
        ids.add("u" + number + "-" + i);
      }
      boolean keyed = load.keyed() > 0 && number % load.keyed() == 0;
      Again first =
          new Again(
              number, 0, load.journeys().apply(number), keyed ? "key-" + number : null, ids, 0);
      dispatch(first);
      if (load.twins()) {
        dispatch(new Again(number, 1, first.journey(), first.key(), ids, 0));
      }
    }
  }

  private void dispatch(Again one) {
    if (underWay.incrementAndGet() > MOST_AT_A_TIME * 2L) {
      // A gateway that answers nobody: the load is bounded by whoever waits.
      underWay.decrementAndGet();
      return;
    }
    threads.execute(
        () -> {
          try {
            call(one);
          } finally {
            underWay.decrementAndGet();
          }
        });
  }

  private void call(Again one) {
    log.sending(one.number(), one.attempt(), one.journey(), one.key(), one.ids());
    sent.incrementAndGet();
    long from = System.nanoTime();
    Calls gateway = gateways.get((int) ((one.number() + one.attempt()) % gateways.size()));
    Answer answer = gateway.start(one.journey(), one.ids(), one.key());
    long millis = (System.nanoTime() - from) / 1_000_000;
    if (answer.kind() == Kind.ACCEPTED) {
      onAccepted.run();
    }
    log.answered(one.number(), one.attempt(), answer);
    timeline.add(answer.kind(), millis);
    if (answer.kind() != Kind.UNSENT) {
      slowestMillis.accumulateAndGet(millis, Math::max);
      if (millis > 5000) {
        slow.incrementAndGet();
      }
    }
    if (answer.kind() == Kind.ACCEPTED) {
      accepted.add(answer.detail());
    } else if (mayBeSentAgain(one, answer)) {
      again.add(
          new Again(
              one.number(),
              one.attempt() + (load.twins() ? 2 : 1),
              one.journey(),
              one.key(),
              one.ids(),
              System.nanoTime() + restNanos(one.attempt())));
    }
  }

  /** Longer with each try, so that a gateway that comes up is not met by all who ever failed. */
  private static long restNanos(int attempt) {
    return TimeUnit.MILLISECONDS.toNanos(
        Math.min(LONGEST_REST_MILLIS, FIRST_REST_MILLIS << Math.min(attempt, 3)));
  }

  private static boolean mayBeSentAgain(Again one, Answer answer) {
    boolean undecided =
        answer.kind() == Kind.UNKNOWN
            || answer.kind() == Kind.UNAVAILABLE
            || answer.kind() == Kind.UNSENT
            || answer.kind() == Kind.BROKEN
            || answer.status() == 409;
    return one.key() != null && undecided && one.attempt() < MOST_TRIES;
  }

  long sent() {
    return sent.get();
  }

  Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  int acceptedCount() {
    return accepted.size();
  }

  long slowestMillis() {
    return slowestMillis.get();
  }

  /** Answers that took more than five seconds. */
  long slow() {
    return slow.get();
  }

  Timeline timeline() {
    return timeline;
  }

  /** Sends nothing new, and nothing again. */
  void pause() {
    stopped = true;
    try {
      pace.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends nothing new; what has a key is sent until it is answered, for so long at most. */
  void finish(Duration atMost) {
    stopped = true;
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline && (underWay.get() > 0 || !again.isEmpty())) {
      for (Again one = again.poll(); one != null; one = again.poll()) {
        dispatch(one);
      }
      Pause.of(Duration.ofMillis(50));
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      pace.join();
      threads.shutdown();
      threads.awaitTermination(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
