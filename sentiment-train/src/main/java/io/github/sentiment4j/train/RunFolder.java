package io.github.sentiment4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.PendingOutput;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * The folder of a run. Every file and checkpoint appears whole or not at all.
 *
 * <pre>{@code
 * Folder     --> run.json, curve.csv, checkpoints/step-N^n, adapter?
 * step-N     --> adapter_config.json, adapter_model.safetensors, optimizer.safetensors
 * adapter    --> adapter_config.json, adapter_model.safetensors: the best one, when the run is over
 * }</pre>
 */
final class RunFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUN = "run.json";
  private static final String STEP = "step-";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String CURVE_HEADER = "step,loss,learning_rate,gradient_norm,tokens,seconds";

  private final Path folder;
  private final List<String> curve = new ArrayList<>();

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The folder of a run to be, or of one that goes on; nothing is made yet.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if it has files and no run goes
   *     on, or if a run is to go on and there is none
   */
  static RunFolder open(Path folder, boolean resume) throws IOException {
    boolean there = Files.isRegularFile(folder.resolve(RUN));
    if (resume && !there) {
      throw invalid(folder + ": expected run.json of a run that goes on, found none");
    }
    if (!resume && Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw invalid(
              folder
                  + ": expected no folder or an empty one, found files; resume that run or take"
                  + " another folder");
        }
      }
    }
    return new RunFolder(folder);
  }

  private static SentimentException invalid(String message) {
    return new SentimentException(ErrorCode.INVALID_SETTING, message);
  }

  /** The last run.json. */
  JsonNode readRun() throws IOException {
    return JSON.readTree(folder.resolve(RUN).toFile());
  }

  /** Makes the folder. */
  void begin(RunRecord record) throws IOException {
    Files.createDirectories(folder.resolve("checkpoints"));
    write(record);
  }

  void write(RunRecord record) throws IOException {
    write(RUN, record.text());
  }

  private void write(String name, String text) throws IOException {
    try (PendingOutput output = PendingOutput.file(folder.resolve(name))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        output.channel().write(bytes);
      }
      output.commit();
    }
  }

  void addToCurve(TrainingStep step) {
    curve.add(
        String.format(
            Locale.ROOT,
            "%d,%.6f,%.6e,%.6f,%d,%.3f",
            step.step(),
            step.loss(),
            step.learningRate(),
            step.gradientNorm(),
            step.tokens(),
            step.seconds()));
  }

  /** The step of the last checkpoint. */
  OptionalInt lastCheckpoint() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("checkpoints"))) {
      return folders
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches(STEP + "\\d+"))
          .mapToInt(name -> Integer.parseInt(name.substring(STEP.length())))
          .max();
    }
  }

  Path checkpoint(int step) {
    return folder.resolve("checkpoints").resolve(STEP + step);
  }

  /** Writes a checkpoint and the curve up to it. */
  void save(int step, Adapter adapter, String base, AdamW optimizer) throws IOException {
    write("curve.csv", CURVE_HEADER + "\n" + String.join("\n", curve) + "\n");
    try (PendingOutput output = PendingOutput.folder(checkpoint(step))) {
      adapter.write(output.path(), base);
      Adapter.write(output.path().resolve(OPTIMIZER), optimizer.state());
      output.commit();
    }
  }

  /** Takes up the curve and the optimizer of a checkpoint. */
  void restore(int step, AdamW optimizer) throws IOException {
    Files.readAllLines(folder.resolve("curve.csv")).stream()
        .skip(1)
        .filter(line -> Integer.parseInt(line.substring(0, line.indexOf(','))) <= step)
        .forEach(curve::add);
    SafetensorsFile file = SafetensorsFile.read(checkpoint(step).resolve(OPTIMIZER));
    for (Map.Entry<String, Tensor> entry : optimizer.state().entrySet()) {
      Weight weight = file.weight(file.tensor(entry.getKey()).orElseThrow());
      float[] values = new float[weight.rows() * weight.columns()];
      weight.read(0, weight.rows(), values);
      entry.getValue().data_ptr_float().put(values, 0, values.length);
    }
  }

  /** Deletes all checkpoints but the last and the best one. */
  void deleteOthers(int last, Optional<Integer> best) throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("checkpoints"))) {
      for (Path path : folders.toList()) {
        boolean kept =
            path.equals(checkpoint(last)) || best.map(this::checkpoint).equals(Optional.of(path));
        if (!kept) {
          delete(path);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Makes the best checkpoint the adapter of the run. */
  Path finish(int best) throws IOException {
    Path adapter = folder.resolve("adapter");
    if (!Files.exists(adapter)) {
      try (PendingOutput output = PendingOutput.folder(adapter)) {
        for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
          Files.copy(checkpoint(best).resolve(name), output.path().resolve(name));
        }
        output.commit();
      }
    }
    return adapter;
  }
}
