package io.github.sentiment4j.portable;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.support.ChildProcesses;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/** A process that runs {@link Worker}. It serves one call at a time. */
final class WorkerProcess implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger("io.github.sentiment4j.portable");
  private static final long GRACE_MILLISECONDS = 5000;

  private final Process process;
  private final DataOutputStream out;
  private final DataInputStream in;
  private final Thread listener;
  private volatile String lastLine = "";

  /**
   * Starts a process and waits until its model is open.
   *
   * @throws SentimentException if it does not start or cannot open the model
   */
  WorkerProcess(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    // Threads of OpenMP that spin take seconds for a text if other programs use the cores.
    builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    // The process must not inherit JVM options, such as the port of a debugger.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new SentimentException(
          ErrorCode.ENGINE_FAILED, "The worker process cannot be started: " + e.getMessage(), e);
    }
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    listener = new Thread(this::listen, "sentiment-portable-log");
    listener.setDaemon(true);
    listener.start();
    try {
      send(none -> {});
    } catch (SentimentException e) {
      close();
      throw e;
    }
  }

  /** Returns the token ids of a text. Special tokens in it are recognised. */
  int[] tokenize(String text) {
    return call(
        request -> {
          request.write(Worker.TOKENIZE);
          Worker.writeText(request, text);
        },
        Worker::readTokens);
  }

  /** Sets the grammar and the logit biases, by token id, of all later answers. */
  void setGrammar(String gbnf, Map<Integer, Float> biases) {
    send(
        request -> {
          request.write(Worker.GRAMMAR);
          Worker.writeText(request, gbnf);
          request.writeInt(biases.size());
          for (Map.Entry<Integer, Float> bias : biases.entrySet()) {
            request.writeInt(bias.getKey());
            request.writeFloat(bias.getValue());
          }
        });
  }

  /** Returns the token that the model generates after a prompt, as text. */
  String answer(int[] prompt) {
    return call(
        request -> {
          request.write(Worker.ANSWER);
          Worker.writeTokens(request, prompt);
        },
        Worker::readText);
  }

  private interface Request {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Reply<T> {
    T read(DataInputStream in) throws IOException;
  }

  /** Makes a call whose reply has no content. */
  private void send(Request request) {
    call(request, in -> Worker.DONE);
  }

  private <T> T call(Request request, Reply<T> reply) {
    try {
      request.write(out);
      out.flush();
      if (in.readUnsignedByte() == Worker.DONE) {
        return reply.read(in);
      }
      throw new SentimentException(
          ErrorCode.ENGINE_FAILED, "java-llama.cpp failed: " + Worker.readText(in));
    } catch (IOException e) {
      throw new SentimentException(
          ErrorCode.ENGINE_FAILED,
          "The worker process has ended"
              + (lastLine.isEmpty() ? "" : "; its last output: " + lastLine)
              + "; the engine refuses further calls, open a new one",
          e);
    }
  }

  /** Writes the error output of the process to the log. */
  private void listen() {
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      lines
          .lines()
          .forEach(
              line -> {
                lastLine = line;
                LOGGER.log(Level.DEBUG, line);
              });
    } catch (IOException | UncheckedIOException e) {
      // The process has ended.
    }
  }

  /** Ends the process and the thread that logs its output, and waits for both. */
  @Override
  public void close() {
    ChildProcesses.end(process);
    try {
      listener.join(GRACE_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
