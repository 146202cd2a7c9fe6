package io.github.sentiment4j.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlGroupsTest {
  @TempDir Path root;

  @Test
  void cpuQuota_version2_isTheSmallestOfTheGroupAndThoseAbove() throws IOException {
    write("proc/self/cgroup", "0::/app/worker\n");
    write("sys/fs/cgroup/app/worker/cpu.max", "max 100000\n");
    write("sys/fs/cgroup/app/cpu.max", "150000 100000\n");
    write("sys/fs/cgroup/cpu.max", "400000 100000\n");

    assertThat(ControlGroups.cpuQuota(root)).hasValue(1.5);
  }

  @Test
  void cpuQuota_version1_isQuotaByPeriod() throws IOException {
    write("proc/self/cgroup", "8:pids:/x\n4:cpu,cpuacct:/app\n");
    write("sys/fs/cgroup/cpu/app/cpu.cfs_quota_us", "50000\n");
    write("sys/fs/cgroup/cpu/app/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

    assertThat(ControlGroups.cpuQuota(root)).hasValue(0.5);
  }

  @Test
  void cpuQuota_noLimitOrNoGroups_isEmpty() throws IOException {
    assertThat(ControlGroups.cpuQuota(root)).isEmpty();

    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/cpu.max", "max 100000\n");

    assertThat(ControlGroups.cpuQuota(root)).isEmpty();
  }

  @Test
  void memoryLimit_version1WithoutLimit_isEmpty() throws IOException {
    write("proc/self/cgroup", "4:memory:/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

    assertThat(ControlGroups.memoryLimit(root)).isEmpty();
  }

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
