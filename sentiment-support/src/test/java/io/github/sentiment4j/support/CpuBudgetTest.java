package io.github.sentiment4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CpuBudgetTest {
  @TempDir Path root;

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  /** Writes the files of four cores with two threads each; CPU n and CPU n + 4 are siblings. */
  private void fourCoresWithSmt() throws IOException {
    for (int cpu = 0; cpu < 8; cpu++) {
      write(
          "sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list",
          cpu % 4 + "," + (cpu % 4 + 4) + "\n");
    }
    Files.createDirectories(root.resolve("sys/devices/system/cpu/cpufreq"));
  }

  @Test
  void read_smtMachine_countsPhysicalCores() throws IOException {
    fourCoresWithSmt();

    assertThat(CpuBudget.read(root, 8)).isEqualTo(new CpuBudget(8, 4));
    assertThat(CpuBudget.read(root, 8).cores()).isEqualTo(4);
    assertThat(CpuBudget.read(root, 8))
        .hasToString("4 usable cores (8 processors for this JVM, 4 physical cores)");
  }

  @Test
  void read_quotaBelowTheCores_isTheLimit() throws IOException {
    fourCoresWithSmt();

    assertThat(CpuBudget.read(root, 2).cores()).isEqualTo(2);
  }

  @Test
  void read_affinityToSomeCpus_countsTheirCoresOnly() throws IOException {
    fourCoresWithSmt();
    write("proc/self/status", "Name:\tjava\nCpus_allowed:\t91\nCpus_allowed_list:\t0,4-5\n");

    assertThat(CpuBudget.read(root, 3)).isEqualTo(new CpuBudget(3, 2));
  }

  @Test
  void read_offlineCpu_isNotCounted() throws IOException {
    fourCoresWithSmt();
    Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu8/topology"));

    assertThat(CpuBudget.read(root, 8).physicalCores()).isEqualTo(4);
  }

  @Test
  void read_noSysfs_usesCpuinfo() throws IOException {
    write(
        "proc/cpuinfo",
        """
        processor\t: 0
        physical id\t: 0
        core id\t\t: 0

        processor\t: 1
        physical id\t: 0
        core id\t\t: 0

        processor\t: 2
        physical id\t: 1
        core id\t\t: 0
        """);

    assertThat(CpuBudget.read(root, 3)).isEqualTo(new CpuBudget(3, 2));
    write("proc/self/status", "Cpus_allowed_list:\t0-1\n");
    assertThat(CpuBudget.read(root, 2)).isEqualTo(new CpuBudget(2, 1));
  }

  @Test
  void read_nothingToRead_trustsTheJvm() {
    assertThat(CpuBudget.read(root, 6)).isEqualTo(new CpuBudget(6, 6));
  }

  @Test
  void read_nonsense_trustsTheJvm() throws IOException {
    write("proc/self/status", "Cpus_allowed_list:\tall of them\n");
    write("proc/cpuinfo", "processor: none\ncore id: 7\n:::\n");
    write("sys/devices/system/cpu/cpu0x/topology/thread_siblings_list", "0\n");

    assertThat(CpuBudget.read(root, 6)).isEqualTo(new CpuBudget(6, 6));
  }

  @Test
  void ofThisMachine_isWithinWhatTheJvmSees() {
    int cores = CpuBudget.ofThisMachine().cores();

    assertThat(cores).isBetween(1, Runtime.getRuntime().availableProcessors());
  }
}
