package dev.journeygateway.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.bench.scale.ScaleModel.Need;
import dev.journeygateway.bench.scale.ScaleModel.Team;
import org.junit.jupiter.api.Test;

class ScaleModelTest {

  private static final Costs REQUEST = new Costs(1_000, 500, 200, 4_000, 3_000, 0.5, 9, 2_000);
  private static final Costs PERSON = new Costs(20, 10, 1, 400, 100, 0.001, 1, 200);
  private static final ScaleModel MODEL = new ScaleModel(REQUEST, PERSON);

  @Test
  void givesASmallTeamTwoGatewaysAndOneOfEachOther() {
    Need need = MODEL.need(new Team("small", 0.01, 0, 0));

    assertThat(need.gateways()).isEqualTo(2);
    assertThat(need.databases()).isEqualTo(1);
    assertThat(need.brokers()).isEqualTo(1);
  }

  @Test
  void addsRequestsAndPeopleOfLists() {
    Need need = MODEL.need(new Team("large", 10_000, 100_000, 1e8));

    assertThat(need.gatewayCores()).isEqualTo(10 + 2);
    assertThat(need.databaseCores()).isEqualTo(5 + 1);
    assertThat(need.logBytesASecond()).isEqualTo(40e6 + 40e6);
    assertThat(need.rowsADay()).isEqualTo(10_000 * 86_400.0 * 9 + 1e8);
    assertThat(need.gateways()).as("12 cores in pairs, used to a half").isEqualTo(12);
    assertThat(need.databases()).as("6 of 16 cores, used to a half").isEqualTo(1);
  }

  @Test
  void saysWhatPostgresqlIsShortOfFirst() {
    Costs heavy = new Costs(1, 1, 1, 1e6, 1, 0, 1, 1);

    assertThat(new ScaleModel(heavy, PERSON).need(new Team("bytes", 400, 0, 0)).bound())
        .isEqualTo("disk");
    assertThat(MODEL.need(new Team("processors", 1_000, 0, 0)).bound()).isEqualTo("processors");
  }

  @Test
  void dividesOneMachineAmongAllParts() {
    assertThat(ScaleModel.onOneMachine(2, REQUEST, 300)).isEqualTo(1_000);
  }
}
