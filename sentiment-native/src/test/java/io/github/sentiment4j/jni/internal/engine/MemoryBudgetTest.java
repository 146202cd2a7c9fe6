package io.github.sentiment4j.jni.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.jni.internal.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {
  @TempDir Path root;

  @Test
  void read_noControlGroups_isWhatTheMachineHasAvailable() throws IOException {
    write("proc/meminfo", "MemTotal:  2000000 kB\nMemAvailable:    1000000 kB\n");

    assertThat(MemoryBudget.read(root)).hasValue(1_024_000_000);
  }

  @Test
  void read_version2_isTheSmallestLimitOfTheGroupAndThoseAbove() throws IOException {
    write("proc/meminfo", "MemAvailable: 1000000 kB\n");
    write("proc/self/cgroup", "0::/app/worker\n");
    write("sys/fs/cgroup/app/worker/memory.max", "max\n");
    write("sys/fs/cgroup/app/memory.max", "500000000\n");

    assertThat(MemoryBudget.read(root)).hasValue(500_000_000);
  }

  @Test
  void read_version1_isTheLimitOfTheMemoryController() throws IOException {
    write("proc/meminfo", "MemAvailable: 1000000 kB\n");
    write("proc/self/cgroup", "8:pids:/x\n4:memory,cpu:/app\n");
    write("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "600000000\n");

    assertThat(MemoryBudget.read(root)).hasValue(600_000_000);
  }

  @Test
  void read_groupOutsideTheContainersView_isTheTopmostLimit() throws IOException {
    write("proc/self/cgroup", "0::/../../kubepods/pod\n");
    write("sys/fs/cgroup/memory.max", "700000000\n");
    write("sys/fs/memory.max", "1\n");

    assertThat(MemoryBudget.read(root)).hasValue(700_000_000);
  }

  @Test
  void read_someOfTheLimitTaken_isTheRest() throws IOException {
    write("proc/meminfo", "MemAvailable: 1000000 kB\n");
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", "700000000\n");

    assertThat(MemoryBudget.read(root, 200_000_000)).hasValue(500_000_000);
    assertThat(MemoryBudget.read(root, 800_000_000)).hasValue(0);
  }

  @Test
  void read_nothing_isEmpty() {
    assertThat(MemoryBudget.read(root)).isEmpty();
  }

  @Test
  void ofThisMachine_linux_isKnown() {
    assumeTrue(Platform.current().os().equals("linux"), "only Linux says");
    assertThat(MemoryBudget.ofThisMachine().orElseThrow()).isGreaterThan(1_000_000);
  }

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
