package io.github.sentiment4j.model.safetensors;

import java.util.List;

/**
 * The description of one tensor.
 *
 * @param name unique in its file
 * @param type the element type
 * @param shape lengths of at least 0, the contiguous dimension last; empty for a single number
 * @param offset where the data starts, in bytes from the start of the file
 * @param bytes the size of the data
 */
public record SafetensorsTensor(
    String name, SafetensorsType type, List<Long> shape, long offset, long bytes) {
  public SafetensorsTensor {
    shape = List.copyOf(shape);
  }

  /** Returns the end of the data, in bytes from the start of the file. */
  long end() {
    return offset + bytes;
  }

  @Override
  public String toString() {
    return name + " " + type + " " + shape;
  }
}
