package io.github.sentiment4j.jni;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;

/** The JDKs that forked JVMs run on. */
enum Jdk {
  /** The one that runs the tests. */
  CURRENT(System.getProperty("java.home")),
  /** The one that {@code -Dsentiment4j.jdk25=HOME} names; skipped without it. */
  JDK_25(System.getProperty("sentiment4j.jdk25", ""));

  private final String home;

  Jdk(String home) {
    this.home = home;
  }

  Path java() {
    assumeFalse(home.isEmpty(), "no -Dsentiment4j.jdk25=HOME");
    return Path.of(home, "bin", "java");
  }
}
