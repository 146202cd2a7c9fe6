package io.github.sentiment4j.cli.command;

import io.github.sentiment4j.evaluation.CostMatrix;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the costs of errors, such as {@code 0,1,2/1,0,1/2,1,0}. */
public final class CostMatrixConverter implements ITypeConverter<CostMatrix> {
  /** Called by picocli. */
  CostMatrixConverter() {}

  @Override
  public CostMatrix convert(String value) {
    try {
      return CostMatrix.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
