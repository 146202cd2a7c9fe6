package io.github.sentiment4j.core;

import io.github.sentiment4j.core.internal.ModulePath;
import io.github.sentiment4j.support.CacheFolder;
import io.github.sentiment4j.support.FileNames;
import io.github.sentiment4j.support.PackedFiles;
import io.github.sentiment4j.support.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Gives the model on the class path as a file. */
final class EmbeddedModel {
  private static final String FILE = "model.gguf";
  static final String RESOURCE = "META-INF/sentiment4j/" + FILE;
  static final String CHECKSUM = RESOURCE + ".sha256";

  private static final Pattern SHA256 = Pattern.compile("^([0-9a-f]{64})(\\s.*)?$", Pattern.DOTALL);

  private EmbeddedModel() {}

  /**
   * Returns the model file: the file itself if it is in a folder of the class path, else its copy
   * in the user's cache.
   *
   * @throws SentimentException {@link ErrorCode#MODEL_NOT_FOUND} if the class path has no model or
   *     it cannot be unpacked, {@link ErrorCode#MODEL_INVALID} if its checksum is missing or
   *     malformed
   */
  static Path file() {
    return file(loader(), CacheFolder.candidates());
  }

  static Path file(ClassLoader loader, List<CacheFolder> folders) {
    URL model = loader.getResource(RESOURCE);
    if (model == null) {
      throw new SentimentException(
          ErrorCode.MODEL_NOT_FOUND,
          "Expected the resource "
              + RESOURCE
              + " on the class path or module path, found none. "
              + EngineSelection.HOW_TO_GET_A_MODEL);
    }
    if (isFile(model)) {
      return path(model);
    }
    PackedFiles packed = PackedFiles.single(sha256(loader), FILE, model);
    try {
      return UserCache.ofUser().unpack(folders, packed, folder -> folder.resolve(FILE));
    } catch (IOException e) {
      throw new SentimentException(ErrorCode.MODEL_NOT_FOUND, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Checks the content of an unpacked model and unpacks it again if it is damaged. {@link #file()}
   * does not see the damage if size and times of the file are unchanged.
   *
   * @return true if the model was damaged
   */
  static boolean mend(Path file) {
    return mend(loader(), file);
  }

  static boolean mend(ClassLoader loader, Path file) {
    URL model = loader.getResource(RESOURCE);
    if (model == null || isFile(model)) {
      return false;
    }
    try {
      return UserCache.mend(
          Objects.requireNonNull(file.getParent()),
          PackedFiles.single(sha256(loader), FILE, model));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFile(URL model) {
    return model.getProtocol().equals("file");
  }

  private static Path path(URL model) {
    try {
      return Path.of(model.toURI());
    } catch (InvalidPathException e) {
      throw new SentimentException(ErrorCode.MODEL_NOT_FOUND, FileNames.problem(e), e);
    } catch (URISyntaxException e) {
      throw new SentimentException(
          ErrorCode.MODEL_NOT_FOUND, "The embedded model has no usable path: " + model, e);
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader own = EmbeddedModel.class.getClassLoader();
    return Stream.of(Optional.ofNullable(context), Optional.of(own))
        .flatMap(Optional::stream)
        .filter(loader -> loader.getResource(RESOURCE) != null)
        .findFirst()
        .or(() -> ModulePath.loader(ModulePath.MODEL))
        .orElse(own);
  }

  private static String sha256(ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(CHECKSUM)) {
      String content =
          in == null ? "nothing" : new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      Matcher matcher = SHA256.matcher(content);
      if (matcher.matches()) {
        return matcher.group(1);
      }
      throw new SentimentException(
          ErrorCode.MODEL_INVALID,
          "Expected 64 hex digits in the resource "
              + CHECKSUM
              + ", found "
              + content.strip()
              + "; the artifact with the embedded model is damaged, get it again");
    } catch (IOException e) {
      throw new SentimentException(
          ErrorCode.MODEL_INVALID, "The resource " + CHECKSUM + " cannot be read: " + e, e);
    }
  }
}
