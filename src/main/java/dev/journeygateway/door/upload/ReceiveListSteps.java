package dev.journeygateway.door.upload;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.door.file.UploadedFiles;
import dev.journeygateway.http.RequestBody;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.RequestRefusedException;
import dev.journeygateway.request.StartRequestReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Writes the body of a call to the disk as it comes. A caller who pauses holds no thread; one whose
 * transfer is cut leaves nothing.
 */
final class ReceiveListSteps extends AsyncProcessorSupport {

  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();

  private final UploadedFiles files;
  private final FreeSpace space;
  private final long maxList;

  /** Keys whose lists are on their way. */
  private final Set<String> arriving = ConcurrentHashMap.newKeySet();

  ReceiveListSteps(UploadedFiles files, FreeSpace space, long maxList) {
    this.files = files;
    this.space = space.at(files.folder());
    this.maxList = maxList;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    StartExchange start = new StartExchange(exchange);
    UUID request = UUIDS.generate();
    String key = exchange.getIn().getHeader("Idempotency-Key", String.class);
    String scoped = key == null ? null : start.journey().id() + "\n" + key;
    if (scoped != null && !arriving.add(scoped)) {
      exchange.setException(inUse().asException());
      callback.done(true);
      return true;
    }
    ReceivedList list;
    try {
      ReceivedList.requireRoom(space);
      list = new ReceivedList(files.arriving(request, start.journey().id()), space);
    } catch (IOException | RuntimeException e) {
      end(scoped);
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    RequestBody body = exchange.getIn().getBody(RequestBody.class);
    body.receive(list::take, maxList)
        .whenComplete(
            (length, failure) -> {
              try {
                if (failure != null) {
                  throw failure;
                }
                String sha256 = list.finish();
                start.givenUuid(request);
                exchange.setProperty("received", list.path());
                exchange.setProperty("sha256", sha256);
                if (key != null) {
                  start.key(IdempotencyKey.of(key, sha256));
                }
              } catch (Throwable e) {
                list.discard();
                exchange.setException(refusal(e));
              } finally {
                end(scoped);
                callback.done(false);
              }
            });
    return false;
  }

  private void end(String scoped) {
    if (scoped != null) {
      arriving.remove(scoped);
    }
  }

  static Refusal inUse() {
    return new Refusal(
        Reason.IDEMPOTENCY_KEY_IN_USE,
        "a request with this Idempotency-Key is still being decided",
        Map.of(),
        Optional.of(Duration.ofSeconds(1)));
  }

  private Exception refusal(Throwable failure) {
    if (failure instanceof RequestRefusedException refused) {
      return refused;
    }
    if (failure instanceof RequestBody.TooLarge) {
      return StartRequestReader.bodyTooLarge(maxList).asException();
    }
    if (failure instanceof RequestBody.CutShort) {
      return Refusal.of(Reason.MALFORMED_REQUEST, "the request body did not arrive whole")
          .asException();
    }
    if (failure instanceof IOException
        && String.valueOf(failure.getMessage()).contains("No space")) {
      return (Exception) ReceivedList.full();
    }
    return failure instanceof Exception known ? known : new IllegalStateException(failure);
  }
}
