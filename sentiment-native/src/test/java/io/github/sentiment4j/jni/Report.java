package io.github.sentiment4j.jni;

import java.util.Locale;

/** Prints tolerances and differences of parity tests to the output of the build. */
final class Report {
  private Report() {}

  static void print(String format, Object... values) {
    System.out.println("[parity] " + String.format(Locale.ROOT, format, values));
  }
}
