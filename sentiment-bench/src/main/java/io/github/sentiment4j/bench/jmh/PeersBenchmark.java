package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.bench.input.Models;
import io.github.sentiment4j.bench.peers.OpenPeer;
import io.github.sentiment4j.bench.peers.Peer;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.jni.LlamaTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of real headlines in each {@link Peer}, in turns. One invocation takes one headline,
 * which each program answers once. The baselines are the other programs. A program that cannot be
 * started is left out with a message.
 *
 * <pre>{@code
 * sentiment-bench/peers/prepare
 * sentiment-bench/run --only peers --model M.gguf --out docs/performance/raw
 * }</pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 5)
@Measurement(iterations = 100)
public class PeersBenchmark extends ModelBenchmark {
  /** The number of headlines of a round. */
  public static final int ROUND = 5;

  /**
   * The pause before each answer. Threads of OpenMP and ONNX Runtime spin after an answer (the
   * latter for 40 ms of CPU time) and would take the cores of the next program.
   */
  private static final long PAUSE_MILLISECONDS = 100;

  /** The folder of the programs that are not Maven artifacts. */
  @Param("peers")
  public String peers = "";

  private final Map<Peer, OpenPeer> open = new EnumMap<>(Peer.class);
  private List<OpenPeer.Text> texts = List.of();
  private int next;

  /** Starts the programs. */
  @Setup
  public void open() {
    Peer.Setting setting = new Peer.Setting(Path.of(model), device, Path.of(peers), threads);
    texts = texts(setting.model());
    for (Peer peer : Peer.values()) {
      start(peer, setting);
    }
  }

  /** Ends the programs. */
  @TearDown
  public void close() {
    open.values().forEach(OpenPeer::close);
    open.clear();
  }

  /** Gives one headline to all programs; the total time has no meaning. */
  @Benchmark
  public Map<Peer, String> turn() throws IOException, InterruptedException {
    OpenPeer.Text text = texts.get(next % texts.size());
    Map<Peer, String> answers = new EnumMap<>(Peer.class);
    for (Peer peer : Turns.order(List.copyOf(open.keySet()), next)) {
      OpenPeer program = Objects.requireNonNull(open.get(peer));
      pause();
      long start = System.nanoTime();
      String answer = program.answer(text);
      Medians.record(peer.milliseconds(), (System.nanoTime() - start) / 1e6);
      answers.put(peer, checked(answer));
    }
    answers.forEach(
        (peer, answer) -> {
          if (peer.runsOurModel()) {
            Medians.record(peer.agreement(), answer.equals(answers.get(Peer.OURS)) ? 1 : 0);
          }
        });
    next++;
    return answers;
  }

  /**
   * Waits while keeping every core awake. In a virtual machine, Linux takes an idle core for one
   * that the host has taken away and would start all threads of a program on another.
   */
  private static void pause() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLISECONDS);
    List<Thread> awake =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(core -> new Thread(() -> spinUntil(end)))
            .toList();
    awake.forEach(Thread::start);
    for (Thread thread : awake) {
      thread.join();
    }
  }

  private static void spinUntil(long end) {
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void start(Peer peer, Peer.Setting setting) {
    try {
      OpenPeer program = peer.open(setting);
      open.put(peer, program);
      checked(program.answer(texts.get(0)));
    } catch (IOException | LinkageError e) { // or its natives are not for this platform
      System.err.println("sentiment-bench: without " + peer.title() + ": " + e.getMessage());
      Optional.ofNullable(open.remove(peer)).ifPresent(OpenPeer::close);
    }
  }

  /** Checks that an answer is a label or its beginning; the grammar admits shorter tokens. */
  private static String checked(String answer) throws IOException {
    if (answer.isEmpty() || Peer.LABELS.asList().stream().noneMatch(w -> w.startsWith(answer))) {
      throw new IOException("Expected one of " + Peer.LABELS.asList() + ", got \"" + answer + '"');
    }
    return answer;
  }

  private static List<OpenPeer.Text> texts(Path model) {
    PromptTemplate prompt = Models.PROMPT;
    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(model)) {
      return Headlines.timed().stream()
          .map(
              text ->
                  new OpenPeer.Text(
                      text,
                      prompt.prefix() + text + prompt.suffix(),
                      tokenizer.tokenize(text, false).length))
          .toList();
    }
  }
}
