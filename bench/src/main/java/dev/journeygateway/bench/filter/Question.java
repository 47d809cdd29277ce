package dev.journeygateway.bench.filter;

import java.util.List;
import java.util.stream.Stream;

/**
 * A question in the filter language and the statements that a person would write for it; the
 * fastest of them counts.
 *
 * <p>The hand-written ones name a tag as {City}; its id is put in before they run, as a person
 * would who has looked it up. Those for SQLite are by somebody who knows which stretch is the
 * smallest, that SQLite merges compounds with an order by, and that it takes a cross join in the
 * order in which it is written.
 *
 * @param byHand for both databases
 * @param onSqlite for SQLite alone
 */
record Question(String filter, List<String> byHand, List<String> onSqlite) {

  /** The statements by hand that one kind of database understands. */
  List<String> byHand(boolean sqlite) {
    return sqlite ? Stream.concat(byHand.stream(), onSqlite.stream()).toList() : byHand;
  }

  private static final String DEVICES = "select d.id as device_id, d.user_id from device d ";
  private static final String NUMBER = "select device_id from device_tag_number where tag_id = ";
  private static final String TEXT = "select device_id from device_tag_text where tag_id = ";

  /** Ids s.device_id in the order of devices, and the users of these. */
  private static String of(String ids) {
    return "select d.id as device_id, d.user_id from ("
        + ids
        + ") s cross join device d on d.id = s.device_id";
  }

  static List<Question> all() {
    return List.of(
        new Question(
            "T(\"City\", eq, \"city 7\")",
            List.of(
                DEVICES
                    + "join device_tag_text t on t.device_id = d.id where t.tag_id = {City} and t.tag_value = 'city 7'",
                DEVICES + "where d.id in (" + TEXT + "{City} and tag_value = 'city 7')"),
            List.of(of(TEXT + "{City} and tag_value = 'city 7'"))),
        new Question(
            "T(\"Age\", between, [20, 29])",
            List.of(
                DEVICES
                    + "join device_tag_number t on t.device_id = d.id"
                    + " where t.tag_id = {Age} and t.tag_value between 20 and 29",
                DEVICES + "where d.id in (" + NUMBER + "{Age} and tag_value between 20 and 29)"),
            List.of(
                of(NUMBER + "{Age} and tag_value between 20 and 29 group by device_id"),
                DEVICES
                    + "where (select t.tag_value from device_tag_number t where t.device_id = d.id and t.tag_id = {Age}) between 20 and 29")),
        new Question(
            "T(\"City\", in, [\"City 1\", \"City 20\", \"City 30\", \"City 40\", \"City 50\"])",
            List.of(
                DEVICES
                    + "join device_tag_text t on t.device_id = d.id where t.tag_id = {City}"
                    + " and t.tag_value in ('city 1', 'city 20', 'city 30', 'city 40', 'city 50')",
                DEVICES
                    + "where d.id in ("
                    + TEXT
                    + "{City}"
                    + " and tag_value in ('city 1', 'city 20', 'city 30', 'city 40', 'city 50'))"),
            List.of(
                of(
                    TEXT
                        + "{City} and tag_value in ('city 1', 'city 20', 'city 30', 'city 40', 'city 50') group by device_id"))),
        new Question(
            "T(\"Languages\", in, [\"l1\", \"l2\", \"l3\"])",
            List.of(
                DEVICES
                    + "where d.id in ("
                    + TEXT
                    + "{Languages} and tag_value in ('l1', 'l2', 'l3'))",
                DEVICES
                    + "join (select distinct device_id from device_tag_text where tag_id = {Languages}"
                    + " and tag_value in ('l1', 'l2', 'l3')) t on t.device_id = d.id"),
            List.of(
                of(TEXT + "{Languages} and tag_value in ('l1', 'l2', 'l3') group by device_id"),
                of(
                    TEXT
                        + "{Languages} and tag_value = 'l1' union "
                        + TEXT
                        + "{Languages} and tag_value = 'l2' union "
                        + TEXT
                        + "{Languages} and tag_value = 'l3' order by 1"))),
        new Question(
            "T(\"Vip\", eq, true) * T(\"Age\", gt, 60)",
            List.of(
                DEVICES
                    + "join device_tag_number v on v.device_id = d.id join device_tag_number a on a.device_id = d.id"
                    + " where v.tag_id = {Vip} and v.tag_value = 1 and a.tag_id = {Age} and a.tag_value > 60",
                DEVICES
                    + "where exists (select 1 from device_tag_number v where v.device_id = d.id and v.tag_id = {Vip}"
                    + " and v.tag_value = 1) and exists (select 1 from device_tag_number a where a.device_id = d.id"
                    + " and a.tag_id = {Age} and a.tag_value > 60)"),
            List.of(
                "select d.id as device_id, d.user_id from device_tag_number v cross join device_tag_number a on a.device_id = v.device_id cross join device d on d.id = v.device_id where v.tag_id = {Vip} and v.tag_value = 1 and a.tag_id = {Age} and a.tag_value > 60",
                of(
                    NUMBER
                        + "{Vip} and tag_value = 1 intersect "
                        + NUMBER
                        + "{Age} and tag_value > 60 order by 1"))),
        new Question(
            "A(\"AAAAA-00001\", [ios], [with_tokens]) * T(\"City\", eq, \"City 3\")",
            List.of(
                DEVICES
                    + "join device_tag_text t on t.device_id = d.id where t.tag_id = {City} and t.tag_value = 'city 3'"
                    + " and d.platform = 'IOS' and d.push_token"),
            List.of(
                of(TEXT + "{City} and tag_value = 'city 3'")
                    + " where d.platform = 'IOS' and d.push_token")),
        new Question(
            "T(\"City\", eq, \"City 3\") * T(\"Age\", between, [18, 30]) * T(\"Vip\", eq, 1)",
            List.of(
                DEVICES
                    + "join device_tag_text c on c.device_id = d.id join device_tag_number a on a.device_id = d.id"
                    + " join device_tag_number v on v.device_id = d.id where c.tag_id = {City} and c.tag_value = 'city 3'"
                    + " and a.tag_id = {Age} and a.tag_value between 18 and 30 and v.tag_id = {Vip} and v.tag_value = 1"),
            List.of(
                "select d.id as device_id, d.user_id from device_tag_text c cross join device_tag_number v on v.device_id = c.device_id cross join device_tag_number a on a.device_id = c.device_id cross join device d on d.id = c.device_id where c.tag_id = {City} and c.tag_value = 'city 3' and v.tag_id = {Vip} and v.tag_value = 1 and a.tag_id = {Age} and a.tag_value between 18 and 30",
                of(
                    TEXT
                        + "{City} and tag_value = 'city 3' intersect "
                        + NUMBER
                        + "{Vip} and tag_value = 1 intersect "
                        + NUMBER
                        + "{Age} and tag_value between 18 and 30 order by 1"))),
        new Question(
            "T(\"City\", eq, \"City 3\") + T(\"City\", eq, \"City 60\")",
            List.of(
                DEVICES
                    + "join device_tag_text t on t.device_id = d.id"
                    + " where t.tag_id = {City} and t.tag_value in ('city 3', 'city 60')",
                DEVICES
                    + "where d.id in ("
                    + TEXT
                    + "{City} and tag_value in ('city 3', 'city 60'))"),
            List.of(
                of(TEXT + "{City} and tag_value in ('city 3', 'city 60') group by device_id"),
                of(
                    TEXT
                        + "{City} and tag_value = 'city 3' union "
                        + TEXT
                        + "{City} and tag_value = 'city 60' order by 1"))),
        new Question(
            "T(\"Age\", gte, 18) \\ T(\"Vip\", eq, 1)",
            List.of(
                DEVICES
                    + "join device_tag_number a on a.device_id = d.id where a.tag_id = {Age} and a.tag_value >= 18"
                    + " and not exists (select 1 from device_tag_number v where v.device_id = d.id and v.tag_id = {Vip}"
                    + " and v.tag_value = 1)",
                DEVICES
                    + "where d.id in ("
                    + NUMBER
                    + "{Age} and tag_value >= 18 except "
                    + NUMBER
                    + "{Vip} and tag_value = 1)"),
            List.of(
                of(
                    NUMBER
                        + "{Age} and tag_value >= 18 except "
                        + NUMBER
                        + "{Vip} and tag_value = 1 order by 1"),
                DEVICES
                    + "not indexed where (select a.tag_value from device_tag_number a where a.device_id = d.id and a.tag_id = {Age}) >= 18 and d.id not in ("
                    + NUMBER
                    + "{Vip} and tag_value = 1)")),
        new Question(
            "(T(\"City\", eq, \"City 3\") + T(\"Languages\", eq, \"l4\")) * T(\"Age\", between, [20, 25])",
            List.of(
                DEVICES
                    + "where d.id in ("
                    + TEXT
                    + "{City} and tag_value = 'city 3' union "
                    + TEXT
                    + "{Languages} and tag_value = 'l4') and exists (select 1 from device_tag_number a"
                    + " where a.device_id = d.id and a.tag_id = {Age} and a.tag_value between 20 and 25)",
                DEVICES
                    + "join device_tag_number a on a.device_id = d.id where a.tag_id = {Age}"
                    + " and a.tag_value between 20 and 25 and (exists (select 1 from device_tag_text c"
                    + " where c.device_id = d.id and c.tag_id = {City} and c.tag_value = 'city 3')"
                    + " or exists (select 1 from device_tag_text l where l.device_id = d.id and l.tag_id = {Languages}"
                    + " and l.tag_value = 'l4'))"),
            List.of(
                of(
                    "select u.device_id from ("
                        + TEXT
                        + "{City} and tag_value = 'city 3' union "
                        + TEXT
                        + "{Languages} and tag_value = 'l4' order by 1) u cross join device_tag_number a on a.device_id = u.device_id where a.tag_id = {Age} and a.tag_value between 20 and 25"),
                "select d.id as device_id, d.user_id from device_tag_number a cross join device d on d.id = a.device_id where a.tag_id = {Age} and a.tag_value between 20 and 25 and (exists (select 1 from device_tag_text c where c.device_id = a.device_id and c.tag_id = {City} and c.tag_value = 'city 3') or exists (select 1 from device_tag_text l where l.device_id = a.device_id and l.tag_id = {Languages} and l.tag_value = 'l4'))",
                of(
                    "select device_id from ("
                        + TEXT
                        + "{City} and tag_value = 'city 3' union "
                        + TEXT
                        + "{Languages} and tag_value = 'l4' order by 1) intersect "
                        + NUMBER
                        + "{Age} and tag_value between 20 and 25 order by 1"))),
        new Question(
            "T(\"Vip\", eq, 1) * T(\"Seen\", notset)",
            List.of(
                DEVICES
                    + "join device_tag_number v on v.device_id = d.id where v.tag_id = {Vip} and v.tag_value = 1"
                    + " and not exists (select 1 from device_tag_number s where s.device_id = d.id and s.tag_id = {Seen})",
                DEVICES
                    + "where d.id in ("
                    + NUMBER
                    + "{Vip} and tag_value = 1 except "
                    + NUMBER
                    + "{Seen})"),
            List.of(
                "select d.id as device_id, d.user_id from device_tag_number v left join device_tag_number s on s.device_id = v.device_id and s.tag_id = {Seen} cross join device d on d.id = v.device_id where v.tag_id = {Vip} and v.tag_value = 1 and s.device_id is null",
                of(NUMBER + "{Vip} and tag_value = 1 except " + NUMBER + "{Seen} order by 1"))),
        new Question(
            "A(\"AAAAA-00001\", [ios], [with_tokens]) * (T(\"City\", in, [\"City 1\", \"City 2\"])"
                + " + T(\"Languages\", in, [\"l1\", \"l2\"])) * T(\"Age\", between, [18, 40])"
                + " \\ (T(\"Vip\", eq, 1) + T(\"Seen\", lt, \"180 days ago\"))",
            List.of(
                DEVICES
                    + "join device_tag_number a on a.device_id = d.id where d.application_code = 'AAAAA-00001'"
                    + " and d.platform = 'IOS' and d.push_token and a.tag_id = {Age} and a.tag_value between 18 and 40"
                    + " and d.id in ("
                    + TEXT
                    + "{City} and tag_value in ('city 1', 'city 2') union "
                    + TEXT
                    + "{Languages} and tag_value in ('l1', 'l2'))"
                    + " and not exists (select 1 from device_tag_number v where v.device_id = d.id and v.tag_id = {Vip}"
                    + " and v.tag_value = 1) and not exists (select 1 from device_tag_number s where s.device_id = d.id"
                    + " and s.tag_id = {Seen} and s.tag_value < {180 days ago})",
                DEVICES
                    + "join device_tag_number a on a.device_id = d.id where d.platform = 'IOS' and d.push_token"
                    + " and a.tag_id = {Age} and a.tag_value between 18 and 40 and (exists (select 1"
                    + " from device_tag_text c where c.device_id = d.id and c.tag_id = {City}"
                    + " and c.tag_value in ('city 1', 'city 2')) or exists (select 1 from device_tag_text l"
                    + " where l.device_id = d.id and l.tag_id = {Languages} and l.tag_value in ('l1', 'l2')))"
                    + " and not exists (select 1 from device_tag_number v where v.device_id = d.id"
                    + " and v.tag_id = {Vip} and v.tag_value = 1) and not exists (select 1 from device_tag_number s"
                    + " where s.device_id = d.id and s.tag_id = {Seen} and s.tag_value < {180 days ago})"),
            List.of(
                of(
                        "select u.device_id from ("
                            + TEXT
                            + "{City} and tag_value in ('city 1', 'city 2') union "
                            + TEXT
                            + "{Languages} and tag_value in ('l1', 'l2') order by 1) u cross join device_tag_number a on a.device_id = u.device_id where a.tag_id = {Age} and a.tag_value between 18 and 40 and not exists (select 1 from device_tag_number v where v.device_id = u.device_id and v.tag_id = {Vip} and v.tag_value = 1) and not exists (select 1 from device_tag_number s where s.device_id = u.device_id and s.tag_id = {Seen} and s.tag_value < {180 days ago})")
                    + " where d.platform = 'IOS' and d.push_token",
                of(
                        "select device_id from ("
                            + TEXT
                            + "{City} and tag_value in ('city 1', 'city 2') union "
                            + TEXT
                            + "{Languages} and tag_value in ('l1', 'l2') order by 1) intersect "
                            + NUMBER
                            + "{Age} and tag_value between 18 and 40 except "
                            + NUMBER
                            + "{Vip} and tag_value = 1 except "
                            + NUMBER
                            + "{Seen} and tag_value < {180 days ago} order by 1")
                    + " where d.platform = 'IOS' and d.push_token",
                "select d.id as device_id, d.user_id from ("
                    + TEXT
                    + "{City} and tag_value in ('city 1', 'city 2') union "
                    + TEXT
                    + "{Languages} and tag_value in ('l1', 'l2') order by 1) u cross join device d on d.id = u.device_id cross join device_tag_number a on a.device_id = d.id where d.platform = 'IOS' and d.push_token and a.tag_id = {Age} and a.tag_value between 18 and 40 and not exists (select 1 from device_tag_number v where v.device_id = d.id and v.tag_id = {Vip} and v.tag_value = 1) and not exists (select 1 from device_tag_number s where s.device_id = d.id and s.tag_id = {Seen} and s.tag_value < {180 days ago})")));
  }
}
