package io.github.sentiment4j.model.tensor;

/**
 * A tensor of weights, read as rows of 32-bit floats whatever its type in the file. Immutable and
 * thread-safe; only the rows being read are in memory.
 *
 * <p>Letters: R rows, C columns. A matrix has the shape (R, C), in the order of PyTorch: the
 * projection from C inputs to R outputs. A vector of length R has the shape (R) and is R rows of
 * one column, so that operations on the rows of a matrix also apply to its bias.
 */
public interface Weight {
  /** The name in the checkpoint, such as {@code model.layers.0.self_attn.q_proj.weight}. */
  String name();

  /** Returns the number of dimensions: 1 for a vector, 2 for a matrix. */
  int dimensions();

  /** Returns R. */
  int rows();

  /** Returns C; 1 for a vector. */
  int columns();

  /** The element type in the file, such as {@code BF16} or {@code Q4_K}, for people. */
  String storedAs();

  /**
   * Reads rows.
   *
   * @param firstRow the first one, from 0
   * @param count how many
   * @param target (count, C) row-major; is overwritten from its start
   * @throws IndexOutOfBoundsException if there are no such rows or the target is too short
   * @throws io.github.sentiment4j.gguf.ModelFileException if the file cannot be read any more
   */
  void read(int firstRow, int count, float[] target);
}
