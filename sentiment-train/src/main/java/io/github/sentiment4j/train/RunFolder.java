package io.github.sentiment4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.support.OutputPlace;
import io.github.sentiment4j.support.PendingOutput;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.internal.step.AdamW;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * The folder of a run. Every file and checkpoint appears whole or not at all. A run has begun, and
 * can be resumed, once there is {@code run.json}. A run can start in a folder without it if the
 * folder holds only what a process leaves behind that was killed before.
 *
 * <pre>{@code
 * Folder     --> run.lock?, run.json, reference.safetensors?, curve.csv, checkpoints/step-N^n, adapter?
 * run.lock   --> locked while a process works in the folder
 * reference  --> log-probabilities of the label words' tokens for each training text, of preference objectives
 * step-N     --> adapter_config.json, adapter_model.safetensors, optimizer.safetensors
 * adapter    --> adapter_config.json, adapter_model.safetensors: the best one, when the run is over
 * }</pre>
 */
final class RunFolder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUN = "run.json";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String STEP = "step-";
  private static final String REFERENCE = "reference.safetensors";
  private static final String LOG_PROBABILITIES = "log_probabilities";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String CURVE_HEADER = "step,loss,learning_rate,gradient_norm,tokens,seconds";

  private static final String DAMAGED = "the run cannot go on, start it anew in another folder";

  /** The temporary files of a process that was killed before it had written run.json. */
  private static final Pattern LEFTOVER = Pattern.compile("run\\.json\\.[0-9a-f]{8}\\.tmp");

  private final Path folder;
  private final boolean made;
  private final FolderLock lock;
  private final List<String> curve = new ArrayList<>();
  private List<String> rewards = List.of(); // the names of more columns of the curve

  private RunFolder(Path folder, boolean made, FolderLock lock) {
    this.folder = folder;
    this.made = made;
    this.lock = lock;
  }

  /**
   * Creates the folder of a new run, or opens that of a resumed one, and locks it.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if it has files and no run goes
   *     on, if a run is to go on and there is none, or if another process works in it
   */
  static RunFolder open(Path folder, boolean resume) throws IOException {
    if (resume && !isRun(folder)) {
      throw invalid(
          folder + ": expected run.json of a run that goes on, found none; start a new run");
    }
    boolean made = !resume && !Files.exists(folder);
    if (made) {
      Files.createDirectories(folder);
    }
    if (!resume) {
      requireEmpty(folder); // Nothing is put into a folder of other things, not even a lock.
    }
    FolderLock lock;
    try {
      lock = FolderLock.of(folder);
    } catch (SentimentException | IOException e) {
      if (made) {
        deleteIfEmpty(folder);
      }
      throw e;
    }
    RunFolder opened = new RunFolder(folder, made, lock);
    try {
      if (!resume) {
        requireEmpty(folder);
      }
      return opened;
    } catch (SentimentException | IOException e) {
      opened.close();
      throw e;
    }
  }

  /** Returns whether a run has begun in a folder. */
  static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(RUN));
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (isRun(folder)) {
      throw invalid(
          folder
              + ": expected no folder or an empty one, found files of a run; resume that run or take"
              + " another folder");
    }
    Optional<String> occupant = OutputPlace.occupant(folder, RunFolder::isLeftover);
    if (occupant.isPresent()) {
      throw invalid(
          folder
              + ": expected no folder or an empty one, found files such as "
              + occupant.get()
              + "; take another folder");
    }
  }

  private static boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    if (name.equals(CHECKPOINTS)) {
      String[] checkpoints = file.toFile().list();
      return checkpoints != null && checkpoints.length == 0;
    }
    return name.equals(FolderLock.NAME) || LEFTOVER.matcher(name).matches();
  }

  private static SentimentException invalid(String message) {
    return new SentimentException(ErrorCode.INVALID_SETTING, message);
  }

  /** Returns the path of the run's record. */
  Path record() {
    return folder.resolve(RUN);
  }

  /**
   * Reads run.json.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if it is no JSON
   */
  JsonNode readRun() throws IOException {
    try {
      return JSON.readTree(Files.readString(record()));
    } catch (JsonProcessingException e) {
      throw damaged(InvalidData.json(record().toString(), e).detail());
    } catch (CharacterCodingException e) {
      throw damaged(record() + ": expected UTF-8, found something else");
    }
  }

  private static SentimentException damaged(String message) {
    return InvalidData.of(message + "; " + DAMAGED);
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
    rewards = List.copyOf(step.rewards().keySet());
    String line =
        String.format(
            Locale.ROOT,
            "%d,%.6f,%.6e,%.6f,%d,%.3f",
            step.step(),
            step.loss(),
            step.learningRate(),
            step.gradientNorm(),
            step.tokens(),
            step.seconds());
    String values =
        step.rewards().values().stream()
            .map(value -> String.format(Locale.ROOT, ",%.6f", value))
            .collect(Collectors.joining());
    curve.add(line + values);
  }

  private String curveHeader() {
    return CURVE_HEADER + rewards.stream().map(name -> "," + name).collect(Collectors.joining());
  }

  /** Returns whether the log-probabilities of the reference have been saved. */
  boolean hasReferences() {
    return Files.exists(folder.resolve(REFERENCE));
  }

  /** Saves the log-probabilities of the reference, a row for each training text. */
  void saveReferences(List<float[]> rows) throws IOException {
    int width = rows.get(0).length;
    float[] all = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * width, width);
    }
    try (Tensor tensor = Torch.floats(all, rows.size(), width)) {
      Adapter.write(folder.resolve(REFERENCE), Map.of(LOG_PROBABILITIES, tensor));
    }
  }

  /** Returns the log-probabilities of the reference. */
  List<float[]> references(int texts, int width) {
    return Torch.scoped(
        () -> {
          Tensor all = Torch.floats(new float[texts * width], texts, width);
          Adapter.copy(
              SafetensorsFile.read(folder.resolve(REFERENCE)), LOG_PROBABILITIES, all, DAMAGED);
          float[] values = Torch.array(all);
          return IntStream.range(0, texts)
              .mapToObj(i -> Arrays.copyOfRange(values, i * width, (i + 1) * width))
              .toList();
        });
  }

  /** Returns the step of the last checkpoint. */
  OptionalInt lastCheckpoint() throws IOException {
    if (!Files.isDirectory(checkpoints())) {
      return OptionalInt.empty(); // killed before the first one
    }
    try (Stream<Path> folders = Files.list(checkpoints())) {
      return folders
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches(STEP + "\\d+"))
          .mapToInt(name -> Integer.parseInt(name.substring(STEP.length())))
          .max();
    }
  }

  private Path checkpoints() {
    return folder.resolve(CHECKPOINTS);
  }

  Path checkpoint(int step) {
    return checkpoints().resolve(STEP + step);
  }

  /** Writes a checkpoint and the curve up to it. */
  void save(int step, Adapter adapter, String base, AdamW optimizer) throws IOException {
    write("curve.csv", curveHeader() + "\n" + String.join("\n", curve) + "\n");
    Files.createDirectories(checkpoints());
    try (PendingOutput output = PendingOutput.folder(checkpoint(step))) {
      adapter.write(output.path(), base);
      Adapter.write(output.path().resolve(OPTIMIZER), optimizer.state());
      output.commit();
    }
  }

  /** Restores the curve and the optimizer of a checkpoint. */
  void restore(int step, AdamW optimizer) throws IOException {
    Path file = folder.resolve("curve.csv");
    List<String> lines = Files.readAllLines(file);
    for (String line : lines.subList(1, lines.size())) {
      if (!line.matches("\\d{1,9},.*")) {
        throw damaged(
            file
                + ", line "
                + (lines.indexOf(line) + 1)
                + ": expected "
                + CURVE_HEADER
                + ", found "
                + line);
      }
      if (Integer.parseInt(line.substring(0, line.indexOf(','))) <= step) {
        curve.add(line);
      }
    }
    SafetensorsFile moments = SafetensorsFile.read(checkpoint(step).resolve(OPTIMIZER));
    optimizer.state().forEach((name, tensor) -> Adapter.copy(moments, name, tensor, DAMAGED));
  }

  /** Deletes all checkpoints but the last and the best one. */
  void deleteOthers(int last, Optional<Integer> best) throws IOException {
    try (Stream<Path> folders = Files.list(checkpoints())) {
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

  /** Removes the lock, and the folder if it was made here and no run has begun. */
  @Override
  public void close() throws IOException {
    lock.close();
    if (made && !isRun(folder)) {
      deleteIfEmpty(folder);
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Somebody else's.
    }
  }
}
