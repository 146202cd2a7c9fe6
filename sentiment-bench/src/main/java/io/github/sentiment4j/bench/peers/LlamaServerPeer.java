package io.github.sentiment4j.bench.peers;

import io.github.sentiment4j.support.ChildProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** llama.cpp's server in a child process, which ends with {@link #close} or with this JVM. */
final class LlamaServerPeer implements OpenPeer {
  private static final String HOST = "127.0.0.1";
  private static final int CONTEXT_TOKENS = 2048;
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final long POLL_MILLISECONDS = 50;

  private final Path log;
  private final Process process;
  private final CompletionClient client;

  LlamaServerPeer(Peer.Setting setting) throws IOException {
    Path program = setting.file("llama-server");
    int port = freePort();
    log = Files.createTempFile("llama-server", ".log");
    log.toFile().deleteOnExit();
    process =
        new ProcessBuilder(
                program.toString(),
                "--model",
                setting.model().toString(),
                "--threads",
                String.valueOf(setting.threads()),
                "--ctx-size",
                String.valueOf(CONTEXT_TOKENS),
                "--parallel", // one text at a time
                "1",
                "--cache-ram", // otherwise it searches all earlier prompts for each new one
                "0",
                "--host",
                HOST,
                "--port",
                String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    client = new CompletionClient(URI.create("http://" + HOST + ":" + port));
    try {
      awaitReady();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void awaitReady() throws IOException {
    Instant end = Instant.now().plus(LONGEST_START);
    while (!client.isReady()) {
      if (!process.isAlive()) {
        List<String> lines = Files.readAllLines(log);
        throw new IOException(
            "llama.cpp's server has ended"
                + (lines.isEmpty() ? "" : "; its last words: " + lines.get(lines.size() - 1)));
      }
      if (Instant.now().isAfter(end)) {
        throw new IOException("llama.cpp's server is not ready after " + LONGEST_START);
      }
      try {
        process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while llama.cpp's server was starting", e);
      }
    }
  }

  @Override
  public String answer(Text text) throws IOException {
    return client.complete(text.prompt());
  }

  @Override
  public void close() {
    ChildProcesses.end(process);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
