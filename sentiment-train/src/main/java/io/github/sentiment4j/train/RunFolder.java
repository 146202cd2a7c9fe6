package io.github.sentiment4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.model.internal.json.JsonSyntax;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.support.PendingOutput;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.step.AdamW;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run. Every file and checkpoint appears whole or not at all. With {@code run.json}
 * a run has begun and can be resumed; a folder without it, and with nothing but what a process
 * leaves that is killed before, can be started in.
 *
 * <pre>{@code
 * Folder     --> run.lock?, run.json, curve.csv, checkpoints/step-N^n, adapter?
 * run.lock   --> locked while a process works in the folder
 * step-N     --> adapter_config.json, adapter_model.safetensors, optimizer.safetensors
 * adapter    --> adapter_config.json, adapter_model.safetensors: the best one, when the run is over
 * }</pre>
 */
final class RunFolder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUN = "run.json";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String STEP = "step-";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String CURVE_HEADER = "step,loss,learning_rate,gradient_norm,tokens,seconds";

  private static final String DAMAGED = "the run cannot go on, start it anew in another folder";

  /** What a process leaves behind that is killed before it has written run.json. */
  private static final Pattern LEFTOVER = Pattern.compile("run\\.json\\.[0-9a-f]{8}\\.tmp");

  private final Path folder;
  private final boolean made;
  private final FolderLock lock;
  private final List<String> curve = new ArrayList<>();

  private RunFolder(Path folder, boolean made, FolderLock lock) {
    this.folder = folder;
    this.made = made;
    this.lock = lock;
  }

  /**
   * Makes the folder of a run to be, or opens that of one that goes on, and locks it.
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

  /** Whether a run has begun in a folder. */
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
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!isLeftover(file)) {
          throw invalid(
              folder
                  + ": expected no folder or an empty one, found files such as "
                  + file.getFileName()
                  + "; take another folder");
        }
      }
    }
  }

  private static boolean isLeftover(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.equals(CHECKPOINTS) && Files.isDirectory(file)) {
      try (Stream<Path> checkpoints = Files.list(file)) {
        return checkpoints.findAny().isEmpty();
      }
    }
    return name.equals(FolderLock.NAME) || LEFTOVER.matcher(name).matches();
  }

  private static SentimentException invalid(String message) {
    return new SentimentException(ErrorCode.INVALID_SETTING, message);
  }

  /** Where the record of the run is. */
  Path record() {
    return folder.resolve(RUN);
  }

  /**
   * The last run.json.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if it is no JSON
   */
  JsonNode readRun() throws IOException {
    try {
      return JSON.readTree(Files.readString(record()));
    } catch (JsonProcessingException e) {
      String place = JsonSyntax.place(e);
      throw damaged(
          record()
              + (place.isEmpty() ? "" : ", " + place)
              + ": expected JSON, found "
              + JsonSyntax.found(e));
    } catch (CharacterCodingException e) {
      throw damaged(record() + ": expected UTF-8, found something else");
    }
  }

  private static SentimentException damaged(String message) {
    return new SentimentException(ErrorCode.INVALID_DATA, message + "; " + DAMAGED);
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
    write("curve.csv", CURVE_HEADER + "\n" + String.join("\n", curve) + "\n");
    Files.createDirectories(checkpoints());
    try (PendingOutput output = PendingOutput.folder(checkpoint(step))) {
      adapter.write(output.path(), base);
      Adapter.write(output.path().resolve(OPTIMIZER), optimizer.state());
      output.commit();
    }
  }

  /** Takes up the curve and the optimizer of a checkpoint. */
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
