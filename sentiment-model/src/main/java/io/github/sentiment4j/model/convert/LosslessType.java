package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.internal.TensorCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The narrowest floating-point type that keeps all numbers of a checkpoint as they are. */
final class LosslessType {
  private LosslessType() {}

  /** Returns F16 or BF16 if all matrices are stored in that type, else F32. */
  static FileType ofMatrices(Checkpoint checkpoint) {
    Set<String> stored = weights(checkpoint, 2).map(Weight::storedAs).collect(Collectors.toSet());
    if (stored.equals(Set.of("F16"))) {
      return FileType.F16;
    }
    return stored.equals(Set.of("BF16")) ? FileType.BF16 : FileType.F32;
  }

  /** Returns the type of the matrices if it keeps norms and biases exact too, which are F32. */
  static FileType ofAll(Checkpoint checkpoint) {
    FileType type = ofMatrices(checkpoint);
    TensorCodec codec = TensorCodec.valueOf(type.name());
    return weights(checkpoint, 1).allMatch(vector -> keeps(codec, vector)) ? type : FileType.F32;
  }

  private static boolean keeps(TensorCodec codec, Weight vector) {
    float[] before = new float[vector.rows()];
    vector.read(0, vector.rows(), before);
    ByteBuffer bytes = ByteBuffer.allocate((int) codec.type().bytes(before.length));
    codec.encode(before, 0, before.length, bytes);
    float[] after = new float[before.length];
    codec.decode(bytes.flip(), after.length, after, 0);
    return Arrays.equals(before, after);
  }

  private static Stream<Weight> weights(Checkpoint checkpoint, int dimensions) {
    return checkpoint.names().stream()
        .map(name -> checkpoint.weight(name).orElseThrow())
        .filter(weight -> weight.dimensions() == dimensions);
  }
}
