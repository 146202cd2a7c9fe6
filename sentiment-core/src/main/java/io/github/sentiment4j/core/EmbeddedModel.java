package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The model file on the class path, as a file that can be mapped into memory. */
final class EmbeddedModel {
  private static final String FILE = "model.gguf";
  static final String RESOURCE = "META-INF/sentiment4j/" + FILE;
  static final String CHECKSUM = RESOURCE + ".sha256";

  private static final Pattern SHA256 = Pattern.compile("^([0-9a-f]{64})(\\s.*)?$", Pattern.DOTALL);

  private EmbeddedModel() {}

  /**
   * The model file: itself if it lies in a folder of the class path, else its copy in the user's
   * cache.
   *
   * @throws SentimentException {@link ErrorCode#MODEL_NOT_FOUND} if there is none or it cannot be
   *     unpacked, {@link ErrorCode#MODEL_INVALID} if its checksum is missing or malformed
   */
  static Path file() {
    return file(loader(), UserCache.candidates());
  }

  static Path file(ClassLoader loader, List<Path> roots) {
    URL model = loader.getResource(RESOURCE);
    if (model == null) {
      throw new SentimentException(
          ErrorCode.MODEL_NOT_FOUND,
          "Expected the resource "
              + RESOURCE
              + " on the class path or module path, found none. "
              + EngineSelection.HOW_TO_GET_A_MODEL);
    }
    if (model.getProtocol().equals("file")) {
      try {
        return Path.of(model.toURI());
      } catch (URISyntaxException e) {
        throw new SentimentException(
            ErrorCode.MODEL_NOT_FOUND, "The embedded model has no usable path: " + model, e);
      }
    }
    String hash = sha256(loader);
    try {
      return UserCache.unpack(roots, hash, Map.of(FILE, model)).resolve(FILE);
    } catch (IOException e) {
      throw new SentimentException(ErrorCode.MODEL_NOT_FOUND, e.getMessage(), e);
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
