package io.strider.runtime.train.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every plan of up to 17 rows, 12 parts and 4 devices, carried out in the mind. */
class BlockPlanTest {

  private static final int MOST_ROWS = 17;
  private static final int MOST_PARTS = 12;
  private static final int MOST_DEVICES = 4;
  private static final int HOST = -1;

  private interface PlanCheck {
    void check(BlockPlan plan);
  }

  private static void forEveryPlan(PlanCheck check) {
    for (int devices = 1; devices <= MOST_DEVICES; devices++) {
      for (int parts = devices; parts <= MOST_PARTS; parts += devices) {
        for (int rows = 1; rows <= MOST_ROWS; rows++) {
          check.check(new BlockPlan(rows, 100, devices, parts));
        }
      }
    }
  }

  @Test
  void shouldTrainEveryPairOfRowsExactlyOnce() {
    forEveryPlan(
        plan -> {
          int[][] trained = new int[plan.rows()][plan.rows()];
          for (int round = 0; round < plan.rounds(); round++) {
            for (int device = 0; device < plan.devices(); device++) {
              BlockPlan.Block block = plan.block(round, device);
              for (int vertex = 0; vertex < plan.rows(); vertex++) {
                for (int context = 0; context < plan.rows(); context++) {
                  boolean here =
                      plan.partOf(vertex) == block.vertexPart() && plan.partOf(context) == block.contextPart();
                  trained[vertex][context] += here ? 1 : 0;
                }
              }
            }
          }
          for (int[] row : trained) {
            assertThat(row).as(plan.toString()).containsOnly(1);
          }
        });
  }

  @Test
  void shouldNeverHaveTwoDevicesOnTheSameRows() {
    forEveryPlan(
        plan -> {
          for (int round = 0; round < plan.rounds(); round++) {
            Set<Integer> vertexParts = new HashSet<>();
            Set<Integer> contextParts = new HashSet<>();
            for (int device = 0; device < plan.devices(); device++) {
              assertThat(vertexParts.add(plan.block(round, device).vertexPart())).isTrue();
              assertThat(contextParts.add(plan.block(round, device).contextPart())).isTrue();
            }
          }
        });
  }

  @Test
  void shouldMovePartsSoThatEachIsInOnePlaceAndIsWhereItIsTrained() {
    forEveryPlan(
        plan -> {
          Map<TablePart, Integer> place = new HashMap<>();
          for (int part = 0; part < plan.parts(); part++) {
            place.put(new TablePart(TablePart.Table.VERTEX, part), HOST);
            place.put(new TablePart(TablePart.Table.CONTEXT, part), HOST);
          }
          long loaded = 0;
          for (int round = 0; round < plan.rounds(); round++) {
            for (int device = 0; device < plan.devices(); device++) {
              plan.transfersBefore(round, device).stores().forEach(move(place, device, HOST));
            }
            for (int device = 0; device < plan.devices(); device++) {
              plan.transfersBefore(round, device).loads().forEach(move(place, HOST, device));
              for (TablePart part : plan.transfersBefore(round, device).loads()) {
                loaded += plan.rowsOf(part.number()) * plan.rowBytes();
              }
              BlockPlan.Block block = plan.block(round, device);
              assertThat(place).containsEntry(new TablePart(TablePart.Table.VERTEX, block.vertexPart()), device);
              assertThat(place).containsEntry(new TablePart(TablePart.Table.CONTEXT, block.contextPart()), device);
              assertThat(bytesOn(device, place, plan)).isLessThanOrEqualTo(plan.residentBytes());
            }
          }
          for (int device = 0; device < plan.devices(); device++) {
            plan.storesAtTheEnd(device).forEach(move(place, device, HOST));
          }
          assertThat(place.values()).containsOnly(HOST);
          assertThat(plan.bytesLoaded()).isEqualTo(loaded);
        });
  }

  private static Consumer<TablePart> move(Map<TablePart, Integer> place, int from, int to) {
    return part -> assertThat(place.put(part, to)).as("%s leaves", part).isEqualTo(from);
  }

  private static long bytesOn(int device, Map<TablePart, Integer> place, BlockPlan plan) {
    return place.entrySet().stream()
        .filter(entry -> entry.getValue() == device)
        .mapToLong(entry -> plan.rowsOf(entry.getKey().number()) * plan.rowBytes())
        .sum();
  }

  @Test
  void shouldGiveEveryRowAPlaceOfItsOwn() {
    forEveryPlan(
        plan -> {
          Set<Long> places = new HashSet<>();
          for (int row = 0; row < plan.rows(); row++) {
            assertThat(plan.placeOf(row)).isLessThan(plan.rowsOf(plan.partOf(row)));
            assertThat(places.add(((long) plan.partOf(row) << 32) + plan.placeOf(row))).isTrue();
          }
        });
  }

  @Test
  void shouldTakeTheFewestPartsThatFitTheBudget() {
    for (int devices = 1; devices <= MOST_DEVICES; devices++) {
      for (long budget = 2_000; budget <= 250_000; budget += 777) {
        BlockPlan plan = BlockPlan.of(1_000, 100, devices, budget);
        assertThat(plan.residentBytes()).isLessThanOrEqualTo(budget);
        if (plan.parts() > devices) {
          assertThat(new BlockPlan(1_000, 100, devices, plan.parts() - devices).residentBytes())
              .isGreaterThan(budget);
        }
      }
    }
    assertThat(BlockPlan.of(1_000, 100, 1, 200_000).rounds()).isEqualTo(1);
  }

  @Test
  void shouldSayWhatDoesNotFit() {
    assertThatThrownBy(() -> BlockPlan.of(1_000_000, 512, 2, 1000))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("1000 bytes");
    assertThatThrownBy(() -> new BlockPlan(10, 4, 2, 3)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> BlockPlan.of(10, 4, 0, 3)).isInstanceOf(InputException.class);
  }
}
