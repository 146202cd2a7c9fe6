package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.model.tensor.RenamedWeight;
import io.github.sentiment4j.model.tensor.Weight;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint that uses its output head as its token embedding too. It is meant for models that
 * tie the two and whose file stores them twice in different types: the head has more bits.
 */
public final class TiedCheckpoint extends WrappedCheckpoint {
  private TiedCheckpoint(Checkpoint base) {
    super(base);
  }

  /** Ties the output of a checkpoint; returns a checkpoint that is already tied unchanged. */
  public static Checkpoint of(Checkpoint base) {
    return base.config().tiedOutput() ? base : new TiedCheckpoint(base);
  }

  @Override
  public DecoderConfig config() {
    return base.config().withTiedOutput(true);
  }

  @Override
  public List<String> names() {
    return base.names().stream().filter(name -> !name.equals(TensorNames.OUTPUT)).toList();
  }

  @Override
  public Optional<Weight> weight(String name) {
    return switch (name) {
      case TensorNames.OUTPUT -> Optional.empty();
      case TensorNames.EMBEDDING ->
          base.weight(TensorNames.OUTPUT).map(head -> new RenamedWeight(name, head));
      default -> base.weight(name);
    };
  }
}
