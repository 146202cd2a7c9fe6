package io.github.sentiment4j.gguf;

import io.github.sentiment4j.support.KnownHashes;
import io.github.sentiment4j.support.PendingOutput;
import io.github.sentiment4j.support.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a model file, kept beside it as {@code FILE.sha256}, so that a file that was
 * changed or damaged is refused. It is what {@code sha256sum} writes, and {@code sha256sum -c}
 * checks it:
 *
 * <pre>{@code
 * Manifest --> Escape?, Hash, " ", Mode, Name, LineEnd?
 * Escape   --> "\", if the name holds an escape: "\\" for \, "\n" and "\r" for line ends
 * Hash     --> 64 hexadecimal digits
 * Mode     --> " " or "*", which mean the same
 * Name     --> name of the file beside it, without folders
 * LineEnd  --> LF or CR LF
 * }</pre>
 *
 * <p>A manifest does not survive the file that it was written for: {@link PendingOutput#commit}
 * removes it before the new file gets its name, and the new one is written after that, each in one
 * step. A kill in between leaves a model without a manifest, never one with a wrong one.
 *
 * @param model the file that it stands beside
 * @param sha256 64 lower-case hexadecimal digits
 */
public record ModelManifest(Path model, String sha256) {
  private static final String SUFFIX = ".sha256";
  private static final int MAX_BYTES = 4096;
  private static final Pattern LINE =
      Pattern.compile("(\\\\?)([0-9a-fA-F]{64}) [ *]([^\r\n]+)(?:\r?\n)?");
  private static final String GRAMMAR =
      "one line of 64 hexadecimal digits, two spaces and the file's name, as sha256sum writes it";

  /**
   * A manifest that is not on disk yet.
   *
   * @throws IllegalArgumentException if the sum does not have 64 hexadecimal digits
   */
  public ModelManifest {
    Objects.requireNonNull(model, "model");
    if (!sha256.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("expected 64 hexadecimal digits, found " + sha256);
    }
    sha256 = sha256.toLowerCase(Locale.ROOT);
  }

  /** Returns the path of the manifest of a model file. */
  public static Path pathOf(Path model) {
    return model.resolveSibling(model.getFileName() + SUFFIX);
  }

  /** Returns the path of this manifest. */
  public Path path() {
    return pathOf(model);
  }

  /**
   * Reads the manifest beside a model file, if there is one.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if it cannot be read,
   *     breaks the grammar or is for a file of another name
   */
  public static Optional<ModelManifest> read(Path model) {
    Path path = pathOf(model);
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    String text = readText(path);
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      throw ModelFileException.invalid(path, "", GRAMMAR, GgufValue.quote(text) + nextStep(model));
    }
    String name = line.group(1).isEmpty() ? line.group(3) : unescape(line.group(3));
    if (!name.equals(model.getFileName().toString())) {
      throw ModelFileException.invalid(
          path,
          "",
          "the sum of " + model.getFileName(),
          "that of " + GgufValue.quote(name) + nextStep(model));
    }
    return Optional.of(new ModelManifest(model, line.group(2)));
  }

  /**
   * Compares a model file with the manifest beside it, if there is one. All of the file is read for
   * that, unless its SHA-256 is known from before ({@code KnownHashes}).
   *
   * @throws ModelFileException as {@link #read} and {@link #requireMatch}; {@link
   *     ModelFileException.Kind#MODEL_NOT_FOUND} if there is a manifest and the model cannot be
   *     read
   */
  public static void verify(Path model) {
    Optional<ModelManifest> manifest = read(model);
    if (manifest.isPresent()) {
      try {
        manifest.get().requireMatch(KnownHashes.ofUser().sha256(model, ModelManifest::hash));
      } catch (IOException e) {
        throw ModelFileException.notFound(model, "", "a readable file", e.toString(), e);
      }
    }
  }

  /**
   * Compares with the sum that the model file has.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if it is another one
   */
  public void requireMatch(String found) {
    if (!sha256.equalsIgnoreCase(found)) {
      throw ModelFileException.invalid(
          model,
          "",
          "the SHA-256 " + sha256 + " of its manifest " + path().getFileName(),
          found + "; it was changed or damaged: get it again" + nextStep(model));
    }
  }

  /**
   * Computes the SHA-256 of a file, in hexadecimal. On a CPU with SHA instructions this takes about
   * 0.4 s for 500 MB.
   *
   * @throws IOException if it cannot be read
   */
  public static String hash(Path file) throws IOException {
    return Sha256.of(file);
  }

  /**
   * Writes this manifest, in the place of one that is there, in one step.
   *
   * @throws IOException if it cannot be written; one that was there before is still there
   */
  public void write() throws IOException {
    String name = model.getFileName().toString();
    String escaped = escape(name);
    String line = (name.equals(escaped) ? "" : "\\") + sha256 + "  " + escaped + "\n";
    try (PendingOutput output = PendingOutput.file(path())) {
      output.channel().write(StandardCharsets.UTF_8.encode(line));
      output.commit();
    }
  }

  private static String readText(Path path) {
    if (!Files.isRegularFile(path)) {
      throw ModelFileException.invalid(path, "", "a file", "something else; remove it");
    }
    try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(in.length(), MAX_BYTES)];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ModelFileException.unreadable(path, "", "a readable manifest", e);
    }
  }

  private static String nextStep(Path model) {
    return ", or run 'sha256sum "
        + model.getFileName()
        + " > "
        + pathOf(model).getFileName()
        + "' if the file is right as it is";
  }

  private static String escape(String name) {
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String name) {
    return Pattern.compile("\\\\(.)")
        .matcher(name)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    switch (escape.group(1)) {
                      case "n" -> "\n";
                      case "r" -> "\r";
                      default -> escape.group(1);
                    }));
  }
}
