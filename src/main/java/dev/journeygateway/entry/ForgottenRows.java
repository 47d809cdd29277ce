package dev.journeygateway.entry;

import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.person.ForgottenPeople;

/** Takes people out of a chunk who were erased since its request was accepted. */
public final class ForgottenRows {

  private final ForgottenPeople forgotten;

  public ForgottenRows(ForgottenPeople forgotten) {
    this.forgotten = forgotten;
  }

  /**
   * The chunk without them, in the transaction that records it; they are counted as cancelled.
   * Nobody is looked for where nobody was erased since.
   */
  public AcceptedChunk without(AcceptedChunk chunk) {
    AcceptedChunk.Body body = chunk.body();
    if (!forgotten.anySince(body.acceptedAt())) {
      return chunk;
    }
    return forgotten
        .strip(chunk.text())
        .map(
            stripped -> {
              forgotten.countCancelled(body.requestUuid(), stripped.removed());
              return AcceptedChunk.read(
                  stripped.text(),
                  chunk.chunk(),
                  chunk.chunks().isPresent() ? chunk.chunks().getAsInt() : null);
            })
        .orElse(chunk);
  }
}
