package io.github.sentiment4j.train;

import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.peft.MergedCheckpoint;
import io.github.sentiment4j.model.tokenizer.TokenizerFolder;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.step.AdamW;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.LoraSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A fine-tune whose inputs have been read and checked. Nothing has been written, and the base's
 * weights are not in memory.
 *
 * @param base the model that is adapted
 * @param data the texts as ids
 * @param record of the run, with what a resumed run has done
 * @param adapter the matrices that are trained
 * @param optimizer of these matrices
 * @param steps of the whole run
 * @param done the steps that a resumed run has taken
 * @param bytes of memory at most, estimated
 */
record Preparation(
    FineTuneSpec spec,
    Checkpoint base,
    TrainingData data,
    RunRecord record,
    Adapter adapter,
    AdamW optimizer,
    int steps,
    int done,
    long bytes) {

  /** Reads the inputs and, if the run is resumed, its last checkpoint. */
  static Preparation of(FineTuneSpec spec, RunFolder folder) throws IOException {
    Checkpoint base =
        Files.isDirectory(spec.model().base())
            ? HuggingFaceCheckpoint.read(spec.model().base())
            : GgufCheckpoint.read(spec.model().base());
    Decoder.requirePlainPositions(base);
    Optional<Path> start = spec.model().adapter();
    LoraSpec lora = spec.model().lora();
    if (start.isPresent()) {
      lora = Adapter.spec(start.get(), base, lora.dropout());
    }
    TrainingData data = TrainingData.of(spec, base);
    int perEpoch = stepsOfEpoch(spec, data);
    int steps =
        (int) Math.min(spec.schedule().maxSteps(), (long) perEpoch * spec.schedule().epochs());
    RunRecord record = RunRecord.of(spec, lora, data, steps);
    int done = 0;
    if (spec.run().resume()) {
      record.goOnFrom(folder.readRun(), folder.record());
      done = folder.lastCheckpoint().orElse(0);
    }
    if (done > 0) {
      start = Optional.of(folder.checkpoint(done));
    }
    Adapter adapter =
        start.isPresent()
            ? Adapter.read(start.get(), base, lora)
            : Adapter.create(base, lora, spec.run().seed());
    long bytes = Estimate.bytes(spec, lora, base, data, record.precision().type());
    Estimate.requireMemory(bytes);
    AdamW optimizer = new AdamW(adapter.parameters(), spec.schedule().weightDecay());
    if (done > 0) {
      folder.restore(done, optimizer);
    }
    return new Preparation(spec, base, data, record, adapter, optimizer, steps, done, bytes);
  }

  private static int stepsOfEpoch(FineTuneSpec spec, TrainingData data) {
    int perStep = textsOfStep(spec, data);
    return (data.training().size() + perStep - 1) / perStep;
  }

  private static int textsOfStep(FineTuneSpec spec, TrainingData data) {
    return (int)
        Math.min(
            data.training().size(),
            (long) spec.schedule().batch() * spec.schedule().accumulation());
  }

  /** Returns the number of texts of a step; the last one of an epoch may have fewer. */
  int perStep() {
    return textsOfStep(spec, data);
  }

  /** Returns the number of steps of an epoch. */
  int perEpoch() {
    return stepsOfEpoch(spec, data);
  }

  /** Returns the type of the base's weights in memory. */
  ScalarType type() {
    return record.precision().type();
  }

  TrainingPlan plan(double seconds) {
    List<String> warnings = new ArrayList<>(base.warnings());
    spec.model()
        .adapter()
        .flatMap(folder -> TokenizerFolder.warning(folder, base.vocabulary()))
        .ifPresent(warnings::add);
    warnings.addAll(data.warnings(spec));
    return new TrainingPlan(
        data.prompt(),
        data.labelWords(),
        data.training().size(),
        data.shortened(),
        steps,
        done + 1,
        adapter.parameterCount(),
        !MergedCheckpoint.isExact(base),
        type() == ScalarType.BFloat16,
        record.precision().reason(),
        bytes,
        seconds,
        warnings);
  }
}
