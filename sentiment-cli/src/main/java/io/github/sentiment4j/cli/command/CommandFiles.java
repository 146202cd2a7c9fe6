package io.github.sentiment4j.cli.command;

import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.support.FileIdentity;
import io.github.sentiment4j.support.OutputLock;
import io.github.sentiment4j.support.OutputPlace;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The files that a command reads and writes. Before any of them is opened, {@link #check} refuses
 * an output that is also an input or another output. {@link #run} also locks the outputs against
 * other runs.
 */
public final class CommandFiles {
  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");
  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  /** The model files in the folder of a base: outputs of earlier runs, not files of the base. */
  private static final Pattern MODEL_BESIDE = Pattern.compile(".*\\.gguf(\\.sha256)?");

  private static final Pattern PART = Pattern.compile("(.*-)\\d{5}-of-(\\d{5}\\.gguf)");

  private final CommandSpec spec;
  private final List<Use> read = new ArrayList<>();
  private final List<Use> written = new ArrayList<>();
  private final List<Path> made = new ArrayList<>();
  private boolean withParents;
  private final Deque<OutputLock> locks = new ArrayDeque<>();
  private final Deque<Path> parents = new ArrayDeque<>();

  /** A file and its name in messages. */
  private record Use(String role, Path file) {}

  /** The work of a command on its files. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does the work.
     *
     * @throws IOException if a file cannot be read or written
     */
    T run() throws IOException;
  }

  public CommandFiles(CommandSpec spec) {
    this.spec = spec;
  }

  /** Adds a file that is read, or a folder whose files are read. */
  public CommandFiles reads(String role, Path file) {
    read.add(new Use(role, file));
    return this;
  }

  public CommandFiles reads(String role, Optional<Path> file) {
    file.ifPresent(path -> reads(role, path));
    return this;
  }

  /**
   * Adds files that are read one after the other.
   *
   * @throws ParameterException if two of them are the same file
   */
  public CommandFiles readsEachOnce(String role, List<Path> files) throws IOException {
    Set<FileIdentity> known = new HashSet<>();
    for (Path file : files) {
      if (!known.add(FileIdentity.of(file))) {
        throw wrong("expected different files for " + role + ", found one twice: " + file);
      }
      reads(role, file);
    }
    return this;
  }

  /** Adds a model that is read: a file with its manifest and its other parts, or a folder. */
  public CommandFiles readsModel(String role, Path model) {
    return reads(role, model).reads("the manifest of " + role, ModelManifest.pathOf(model));
  }

  public CommandFiles readsModel(String role, Optional<Path> model) {
    model.ifPresent(path -> readsModel(role, path));
    return this;
  }

  public CommandFiles readsStandardInput() {
    return reads("standard input", Optional.of(STANDARD_INPUT).filter(Files::isRegularFile));
  }

  /** Adds a file that is overwritten or appended to. */
  public CommandFiles writes(String role, Path file) {
    written.add(new Use(role, file));
    return this;
  }

  public CommandFiles writes(String role, Optional<Path> file) {
    file.ifPresent(path -> writes(role, path));
    return this;
  }

  public CommandFiles writesStandardOutput() {
    return writes("standard output", STANDARD_OUTPUT);
  }

  /** Adds a model file that is made, with its manifest. */
  public CommandFiles makesModel(String role, Path model) {
    made.add(model);
    return writes(role, model).writes("the manifest of " + role, ModelManifest.pathOf(model));
  }

  /** Adds a folder that is made. */
  public CommandFiles makesFolder(Path folder) {
    made.add(folder);
    return this;
  }

  /** Adds a folder that is made together with its missing parents. */
  public CommandFiles makesFolderAndParents(Path folder) {
    withParents = true;
    return makesFolder(folder);
  }

  /** Returns whether a path is one of the names of standard output. */
  public static boolean isStandardOutput(Path file) {
    return List.of(STANDARD_OUTPUT, Path.of("-"), Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"))
        .contains(file.normalize());
  }

  /**
   * Checks all files, then does the work while the outputs are locked.
   *
   * @throws ParameterException if an output is also an input or another output
   * @throws IOException if another run holds a lock, or the work throws it
   */
  public <T> T run(Work<T> work) throws IOException {
    check();
    try {
      for (Path place : made) {
        lock(place);
      }
      return work.run();
    } finally {
      release();
    }
  }

  /**
   * Checks that no output is also an input or another output.
   *
   * @throws ParameterException if an output is also an input or another output
   */
  public void check() throws IOException {
    for (int i = 0; i < written.size(); i++) {
      Use use = written.get(i);
      for (Use other : read) {
        if (isIn(other.file(), use.file())) {
          throw wrong(use.role() + " would overwrite " + other.role() + ": " + use.file());
        }
      }
      for (Use other : written.subList(0, i)) {
        if (areOne(use.file(), other.file())) {
          throw wrong(
              other.role() + " and " + use.role() + " are one file, name two: " + use.file());
        }
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static boolean areOne(Path written, Path other) throws IOException {
    return (isStandardOutput(written) && isStandardOutput(other))
        || (!isPipeOrDevice(written) && FileIdentity.of(written).equals(FileIdentity.of(other)));
  }

  /**
   * Returns whether two outputs may share a file: a pipe keeps the bytes of both, as with {@code
   * 2>&1}.
   */
  private static boolean isPipeOrDevice(Path file) throws IOException {
    return OutputPlace.obstacle(file).filter(Set.of("a pipe", "a device")::contains).isPresent();
  }

  /**
   * Returns whether a file is a device, such as {@code /dev/null}, which may be an input and an
   * output.
   */
  private static boolean isDevice(Path file) throws IOException {
    return OutputPlace.obstacle(file).filter("a device"::equals).isPresent();
  }

  private static boolean isIn(Path read, Path written) throws IOException {
    if (isDevice(written)) {
      return false;
    }
    FileIdentity identity = FileIdentity.of(written);
    for (Path file : filesOf(read)) {
      if (identity.equals(FileIdentity.of(file))) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> filesOf(Path read) throws IOException {
    if (Files.isDirectory(read)) {
      try (Stream<Path> files = Files.list(read)) {
        return files.filter(file -> !MODEL_BESIDE.matcher(file.toString()).matches()).toList();
      }
    }
    List<Path> files = new ArrayList<>(List.of(read));
    Matcher part = PART.matcher(read.getFileName() == null ? "" : read.getFileName().toString());
    Path folder = read.toAbsolutePath().getParent();
    if (part.matches() && folder != null && Files.isDirectory(folder)) {
      try (Stream<Path> siblings = Files.list(folder)) {
        siblings
            .filter(
                file -> {
                  Matcher other = PART.matcher(file.getFileName().toString());
                  return other.matches()
                      && other.group(1).equals(part.group(1))
                      && other.group(2).equals(part.group(2));
                })
            .forEach(files::add);
      }
    }
    return files;
  }

  /** Locks a place. If its folder is missing, the code that writes the file reports that. */
  private void lock(Path place) throws IOException {
    Path folder = place.toAbsolutePath().getParent();
    if (withParents && folder != null) {
      makeParents(folder);
    }
    if (folder != null && Files.isDirectory(folder)) {
      locks.push(OutputLock.of(place));
    }
  }

  private void makeParents(@Nullable Path folder) throws IOException {
    if (folder != null && !Files.exists(folder)) {
      makeParents(folder.getParent());
      Files.createDirectories(folder);
      parents.push(folder);
    }
  }

  /** Releases the locks and removes the parents of an output that was not made. */
  private void release() throws IOException {
    while (!locks.isEmpty()) {
      locks.pop().close();
    }
    while (!parents.isEmpty()) {
      try {
        Files.deleteIfExists(parents.pop());
      } catch (DirectoryNotEmptyException e) {
        parents.clear();
      }
    }
  }
}
