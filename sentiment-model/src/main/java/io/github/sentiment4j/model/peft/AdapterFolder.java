package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The files of a PEFT folder, with advice for other folders. */
public final class AdapterFolder {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";
  private static final String PICKLE = "adapter_model.bin";

  /**
   * The depth of the folders in which PEFT and trainers put adapters: {@code checkpoint-500/sft}.
   */
  private static final int DEPTH = 2;

  private static final int SHOWN = 20;

  private AdapterFolder() {}

  /**
   * Returns the configuration in a folder.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if there is none; with the folders
   *     below that have one
   */
  static Path config(Path folder) {
    Path config = folder.resolve(CONFIG);
    if (!Files.isRegularFile(config)) {
      throw ModelFileException.notFound(
          folder, "", "the folder of a PEFT adapter, with " + CONFIG, instead(folder));
    }
    return config;
  }

  private static String instead(Path folder) {
    if (!Files.exists(folder)) {
      return "no such folder";
    }
    if (!Files.isDirectory(folder)) {
      return "a file; name the folder that it lies in";
    }
    List<Path> below = new ArrayList<>();
    addAdapters(folder, DEPTH, below);
    if (below.size() == 1) {
      return "none there, but an adapter in " + below.get(0) + "; name that folder";
    }
    if (!below.isEmpty()) {
      return "none there, but adapters in "
          + below.stream().limit(SHOWN).map(Path::toString).collect(Collectors.joining(", "))
          + (below.size() > SHOWN ? ", …" : "")
          + "; name one of these folders";
    }
    if (Files.exists(folder.resolve(WEIGHTS)) || Files.exists(folder.resolve(PICKLE))) {
      return "its weights alone; copy the " + CONFIG + " that was saved with them";
    }
    return Files.exists(folder.resolve("config.json"))
        ? "a whole model; name it as the base, without an adapter"
        : "no such file";
  }

  private static void addAdapters(Path folder, int depth, List<Path> found) {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Files::isDirectory)) {
      stream.forEach(folders::add);
    } catch (IOException | DirectoryIteratorException e) {
      return; // Nothing that could be named.
    }
    folders.sort(AdapterFolder::byNumber);
    for (Path inner : folders) {
      if (Files.isRegularFile(inner.resolve(CONFIG))) {
        found.add(inner);
      }
      if (depth > 1) {
        addAdapters(inner, depth - 1, found);
      }
    }
  }

  /** Sorts {@code checkpoint-500} before {@code checkpoint-1000}. */
  private static int byNumber(Path one, Path other) {
    String a = one.getFileName().toString();
    String b = other.getFileName().toString();
    boolean sameName = a.replaceAll("\\d+$", "").equals(b.replaceAll("\\d+$", ""));
    return sameName && a.length() != b.length()
        ? Integer.compare(a.length(), b.length())
        : a.compareTo(b);
  }

  /**
   * Reads the weights in a folder; like PEFT, {@code adapter_model.safetensors} if it has several
   * files.
   *
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if there is a pickle only, and as
   *     {@link SafetensorsFile#read}
   */
  public static SafetensorsFile weights(Path folder) {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.exists(file) && Files.exists(folder.resolve(PICKLE))) {
      throw ModelFileException.unsupported(
          folder,
          "",
          WEIGHTS,
          PICKLE
              + " only, a pickle, which could run any program; load it with PEFT and save it again:"
              + " PeftModel.from_pretrained(base, folder).save_pretrained(folder)");
    }
    return SafetensorsFile.read(file);
  }
}
