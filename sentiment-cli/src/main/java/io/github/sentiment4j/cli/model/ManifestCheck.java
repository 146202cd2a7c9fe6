package io.github.sentiment4j.cli.model;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.support.KnownHashes;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The comparison of a file with its manifest.
 *
 * @param sha256 the SHA-256 of the whole file, in hexadecimal
 * @param manifest {@code none}, {@code agrees}, {@code differs} or {@code unusable}
 * @param problem what is wrong, if it differs or is unusable
 */
public record ManifestCheck(String sha256, String manifest, Optional<String> problem) {

  /** Starts to hash a file, unless its hash is known already. */
  public static FutureTask<ManifestCheck> start(Path file) {
    FutureTask<ManifestCheck> task = new FutureTask<>(() -> of(file));
    Thread thread = new Thread(task, "sentiment-sha256");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Waits for the result. */
  public static ManifestCheck await(FutureTask<ManifestCheck> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private static ManifestCheck of(Path file) throws IOException {
    String sha256 = KnownHashes.ofUser().sha256(file, ModelManifest::hash);
    Optional<ModelManifest> manifest;
    try {
      manifest = ModelManifest.read(file);
    } catch (ModelFileException e) {
      return new ManifestCheck(sha256, "unusable", Optional.of(e.getMessage()));
    }
    try {
      manifest.ifPresent(value -> value.requireMatch(sha256));
      return new ManifestCheck(sha256, manifest.isPresent() ? "agrees" : "none", Optional.empty());
    } catch (ModelFileException e) {
      return new ManifestCheck(sha256, "differs", Optional.of(e.getMessage()));
    }
  }
}
