package io.github.sentiment4j.jni;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;

/** The JDKs of forked JVMs. */
enum Jdk {
  /** The JDK that runs the tests. */
  CURRENT(System.getProperty("java.home")),
  /** The JDK of {@code -Dsentiment4j.jdk25=HOME}; without it the test is skipped. */
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
