package dev.journeygateway.rig;

import java.util.ArrayList;
import java.util.List;

/**
 * What the checker found. A zero means something only beside what was looked at.
 *
 * @param requests calls that were made, files not counted
 * @param accepted calls that were answered 200, and files that were dropped
 * @param ids of those
 * @param lost accepted, and none of its ids is an entry or an outcome of it
 * @param partial some of its ids are missing, its counts do not balance, or it is not done
 * @param duplicate ids that entered twice, and requests that were accepted under two names
 * @param unexpected entries of ids that nobody sent, that were refused, or of another journey
 * @param limitBroken pairs of acceptances of one entry point that are closer than the period
 * @param stuck refusals by rate that nothing within the period explains, accepted or perhaps
 *     accepted
 * @param stranded requests that never came to their end although nobody was told of them, and
 *     messages of requests that are not done in the outbox, in the line or held
 * @param dead dead letters
 * @param broken answers that are wrong for a request that is right: 404, 500
 * @param late requests, or ids of one that was sent again, that entered although their callers were
 *     told 503: the gateway was killed before it could undo a commit that came after the deadline
 * @param examples of what was found, for whoever looks into it
 */
record Verdict(
    long requests,
    long accepted,
    long ids,
    long lost,
    long partial,
    long duplicate,
    long unexpected,
    long limitBroken,
    long stuck,
    long stranded,
    long dead,
    long broken,
    long late,
    List<String> examples) {

  /** Of two runs: all sums, and the examples of both. */
  Verdict plus(Verdict other) {
    List<String> both = new ArrayList<>(examples);
    both.addAll(other.examples);
    return new Verdict(
        requests + other.requests,
        accepted + other.accepted,
        ids + other.ids,
        lost + other.lost,
        partial + other.partial,
        duplicate + other.duplicate,
        unexpected + other.unexpected,
        limitBroken + other.limitBroken,
        stuck + other.stuck,
        stranded + other.stranded,
        dead + other.dead,
        broken + other.broken,
        late + other.late,
        both);
  }

  boolean clean() {
    return lost + partial + duplicate + unexpected + limitBroken + stuck + stranded + dead + broken
        == 0;
  }

  /** Whether something was lost, doubled, made up or granted twice. */
  boolean foundFault() {
    return lost + partial + duplicate + unexpected + limitBroken > 0;
  }

  String counts() {
    String counts =
        ("N=%d accepted (%d ids) of %d calls: lost %d, partial %d, duplicate %d, unexpected %d, limit broken %d,"
                + " refused without cause %d, on the way for ever %d, dead letters %d, wrong answers %d")
            .formatted(
                accepted,
                ids,
                requests,
                lost,
                partial,
                duplicate,
                unexpected,
                limitBroken,
                stuck,
                stranded,
                dead,
                broken);
    return late == 0 ? counts : counts + ", %d entered whose commit came too late".formatted(late);
  }
}
