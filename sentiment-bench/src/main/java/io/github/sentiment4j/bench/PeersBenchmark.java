package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.jni.LlamaTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same real headlines through every {@link Peer}, in turns: one headline is one invocation, in
 * which each program answers once. The baseline is whatever ours is compared with. A program that
 * cannot be started is left out, with a line that says why.
 *
 * <pre>{@code
 * sentiment-bench/peers/prepare
 * sentiment-bench/run --only peers --model M.gguf --out docs/performance/raw
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 100)
public class PeersBenchmark {
  /** Headlines of a round. */
  static final int ROUND = 5;

  /**
   * Before each answer: threads of OpenMP and of ONNX Runtime go on spinning after theirs (the
   * latter for 40 ms of CPU time), and would take the next program's cores.
   */
  private static final long PAUSE_MILLISECONDS = 100;

  /** The GGUF file. */
  @Param("model.gguf")
  public String model;

  /** Where ours runs the model. */
  @Param("AUTO")
  public Device device;

  /** Folder of the programs that are not Maven artifacts. */
  @Param("peers")
  public String peers;

  /** CPU threads of each program. */
  @Param("1")
  public int threads;

  private final Map<Peer, OpenPeer> open = new EnumMap<>(Peer.class);
  private List<OpenPeer.Text> texts;
  private int next;

  /** For JMH. */
  public PeersBenchmark() {}

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

  /** One headline through all programs; the time of the whole says nothing. */
  @Benchmark
  public Map<Peer, String> turn() throws IOException, InterruptedException {
    OpenPeer.Text text = texts.get(next % texts.size());
    Map<Peer, String> answers = new EnumMap<>(Peer.class);
    for (Peer peer : Turns.order(List.copyOf(open.keySet()), next)) {
      OpenPeer program = open.get(peer);
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
   * Lets time pass with every core awake: in a virtual machine, where an idle core looks as if the
   * host had taken it away, all threads of a program would start on one.
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
      open.put(peer, peer.open(setting));
      checked(open.get(peer).answer(texts.get(0)));
    } catch (IOException | LinkageError e) { // or its natives are not for this platform
      System.err.println("sentiment-bench: without " + peer.title() + ": " + e.getMessage());
      Optional.ofNullable(open.remove(peer)).ifPresent(OpenPeer::close);
    }
  }

  /** An answer that is a label, or the beginning of one: the grammar lets shorter tokens pass. */
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
