package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.model.tensor.Weight;

/**
 * One tensor of a GGUF file to be.
 *
 * @param source the weight that is written, in the order of its rows
 * @param name in the file, such as {@code blk.0.attn_q.weight}
 * @param type how its numbers are stored
 */
record PlannedTensor(Weight source, String name, GgmlType type) {

  /** The lengths in the order of GGUF: (C, R) for a matrix of R rows and C columns, or (R). */
  long[] shape() {
    return source.dimensions() == 1
        ? new long[] {source.rows()}
        : new long[] {source.columns(), source.rows()};
  }

  /** The number of elements. */
  long elements() {
    return (long) source.rows() * source.columns();
  }

  /** Bytes in the file. */
  long bytes() {
    return type.bytes(elements());
  }
}
