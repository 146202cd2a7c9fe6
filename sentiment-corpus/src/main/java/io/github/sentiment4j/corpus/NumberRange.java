package io.github.sentiment4j.corpus;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers {@code from, from + step, ... to}. */
record NumberRange(BigDecimal from, BigDecimal to, BigDecimal step, boolean grouped) {
  String format(BigDecimal value) {
    return grouped
        ? String.format(Locale.ROOT, "%,d", value.longValueExact())
        : value.toPlainString();
  }
}
