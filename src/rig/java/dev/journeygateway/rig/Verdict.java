package dev.journeygateway.rig;

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
 * @param leftovers rows of requests that nobody was answered about and that never went on
 * @param broken answers that are wrong for a request that is right: 404, 500
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
    long leftovers,
    long broken,
    List<String> examples) {

  boolean clean() {
    return lost + partial + duplicate + unexpected + limitBroken + stuck + broken == 0;
  }

  /** Whether something was lost, doubled, made up or granted twice. */
  boolean foundFault() {
    return lost + partial + duplicate + unexpected + limitBroken > 0;
  }

  String counts() {
    return ("N=%d accepted (%d ids) of %d calls: lost %d, partial %d, duplicate %d, unexpected %d, limit broken %d,"
            + " refused without cause %d, wrong answers %d; left over %d")
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
            broken,
            leftovers);
  }
}
