package io.github.sentiment4j.jni;

import java.util.Locale;

/** What parity tests say of tolerances and differences, in the build's output. */
final class Report {
  private Report() {}

  static void print(String format, Object... values) {
    System.out.println("[parity] " + String.format(Locale.ROOT, format, values));
  }
}
