package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.tensor.Weight;
import java.util.Set;
import java.util.stream.Collectors;

/** The narrowest floating-point type that keeps all numbers of a checkpoint as they are. */
final class LosslessType {
  private LosslessType() {}

  /** F16 or BF16 if all matrices are stored as that, else F32. */
  static FileType of(Checkpoint checkpoint) {
    Set<String> stored =
        checkpoint.names().stream()
            .map(name -> checkpoint.weight(name).orElseThrow())
            .filter(weight -> weight.dimensions() == 2)
            .map(Weight::storedAs)
            .collect(Collectors.toSet());
    if (stored.equals(Set.of("F16"))) {
      return FileType.F16;
    }
    return stored.equals(Set.of("BF16")) ? FileType.BF16 : FileType.F32;
  }
}
