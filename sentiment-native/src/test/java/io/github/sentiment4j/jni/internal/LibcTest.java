package io.github.sentiment4j.jni.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibcTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"libc.so.6", "libc-2.31.so"})
  void of_glibc_readsItsVersionFromItsBanner(String name) throws IOException {
    Path library =
        Files.writeString(
            folder.resolve(name),
            "\u0000GNU C Library (Debian GLIBC 2.31-13+deb11u11) stable release version 2.31.\n");

    assertThat(Libc.of(maps("/usr/lib/jvm/libjvm.so", library.toString())))
        .hasValueSatisfying(libc -> assertThat(libc).hasToString("glibc 2.31"));
  }

  @Test
  void of_glibcThatCannotBeRead_hasNoVersion() throws IOException {
    assertThat(Libc.of(maps(folder.resolve("libc.so.6").toString())))
        .hasValueSatisfying(libc -> assertThat(libc).hasToString("glibc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/lib/ld-musl-x86_64.so.1", "/lib/libc.musl-x86_64.so.1"})
  void of_musl_isKnownAsSuch(String library) throws IOException {
    assertThat(Libc.of(maps(library)))
        .hasValueSatisfying(
            libc -> {
              assertThat(libc.isMusl()).isTrue();
              assertThat(libc).hasToString("musl");
            });
  }

  @Test
  void of_otherSystem_isEmpty() {
    assertThat(Libc.of(folder.resolve("none"))).isEmpty();
  }

  @Test
  void ofThisProcess_linux_hasNameAndVersion() {
    assumeTrue(Platform.current().os().equals("linux"), "only Linux says");

    assertThat(Libc.ofThisProcess().orElseThrow().toString()).matches("glibc 2\\.\\d+|musl");
  }

  private Path maps(String... files) throws IOException {
    StringBuilder maps = new StringBuilder("7ffd-7ffe rw-p 00000000 00:00 0   [stack]\n");
    for (String file : files) {
      maps.append("7f00-7f10 r-xp 00026000 fe:00 131   ").append(file).append('\n');
    }
    return Files.writeString(folder.resolve("maps"), maps);
  }
}
