package dev.journeygateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceSizeTest {

  private final SliceSize size = SliceSize.measured();

  @Test
  void takesAsMuchAsFitsIntoTheTime() {
    size.took(250, SliceSize.TARGET_NANOS / 2);
    assertThat(size.values()).isEqualTo(500);
    size.took(500, SliceSize.TARGET_NANOS);
    assertThat(size.values()).isEqualTo(500);
  }

  @Test
  void isSmallAtOnceWhenASliceWasLong() {
    size.took(250, 5 * SliceSize.TARGET_NANOS);
    assertThat(size.values()).isEqualTo(50);
    size.took(50, 100 * SliceSize.TARGET_NANOS);
    assertThat(size.values()).isEqualTo(25);
  }

  @Test
  void growsByNoMoreThanTheDouble() {
    size.took(250, 1);
    assertThat(size.values()).isEqualTo(500);
  }

  @Test
  void learnsNothingFromASmallRestOrFromNothing() {
    size.took(3, 1);
    size.took(0, 0);
    assertThat(size.values()).isEqualTo(250);
  }

  @Test
  void staysWithinItsBound() {
    for (int i = 0; i < 20; i++) {
      size.took(size.values(), 1);
    }
    assertThat(size.values()).isEqualTo(10_000);
  }

  @Test
  void isFixedWhereOthersWriteAtTheSameTime() {
    SliceSize fixed = SliceSize.fixed();
    fixed.took(10, 100 * SliceSize.TARGET_NANOS);
    assertThat(fixed.values()).isEqualTo(10_000);
  }
}
