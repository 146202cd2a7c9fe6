package io.github.sentiment4j.cli.command;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number that may be written as {@code 3.0}, as other tools do. */
public final class WholeNumberConverter implements ITypeConverter<Integer> {
  /** Called by picocli. */
  WholeNumberConverter() {}

  @Override
  public Integer convert(String value) {
    try {
      return new BigDecimal(value).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException("expected a whole number, found \"" + value + "\"");
    }
  }
}
