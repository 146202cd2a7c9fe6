package io.github.sentiment4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.train.data.DownSampling;
import io.github.sentiment4j.train.data.LabelledText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One fine-tune: trains an adapter, writes checkpoints, keeps the one with the best macro-F1 on the
 * validation set. For one thread and one run.
 *
 * <p>All random choices follow from the seed and the step, so that a run that was stopped and goes
 * on from its last checkpoint takes the steps that it would have taken.
 */
public final class FineTune {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FineTuneSpec spec;
  private final TrainingListener listener;

  private FineTune(FineTuneSpec spec, TrainingListener listener) {
    this.spec = spec;
    this.listener = listener;
  }

  /** What the model is trained with and for, as ids. */
  private record Data(
      List<Example> training, List<Example> validation, LabelTokens labels, int truncated) {}

  /** The best checkpoint so far. */
  private record Best(int step, ValidationScore score) {}

  /**
   * Trains.
   *
   * @return the folder of the best adapter, in PEFT's format
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if the texts have no or only one
   *     label, {@link ErrorCode#INVALID_SETTING} if the folder has files, settings differ from
   *     those of the run that goes on, prompt or label words do not fit, or memory is too small,
   *     {@link ErrorCode#SCORES_NOT_FINITE} if the loss is not a number (the message names the
   *     step), {@link ErrorCode#INTERRUPTED} if the thread was interrupted, after a checkpoint was
   *     written
   * @throws ModelFileException if the base or an adapter cannot be used
   * @throws IOException if the run's folder cannot be written
   */
  public static Path run(FineTuneSpec spec, TrainingListener listener) throws IOException {
    return new FineTune(spec, listener).run();
  }

  private Path run() throws IOException {
    torch.set_num_threads(spec.threads());
    Checkpoint base =
        Files.isDirectory(spec.base())
            ? HuggingFaceCheckpoint.read(spec.base())
            : GgufCheckpoint.read(spec.base());
    Data data = data(base);
    int batches = (data.training().size() + spec.batch() - 1) / spec.batch();
    int perEpoch = (batches + spec.accumulation() - 1) / spec.accumulation();
    int steps = (int) Math.min(spec.maxSteps(), (long) perEpoch * spec.epochs());

    RunFolder folder = RunFolder.open(spec.out(), spec.resume());
    ObjectNode settings = settings(data, steps);
    ObjectNode run = spec.resume() ? resumed(folder, settings) : JSON.createObjectNode();
    run.set("settings", settings);
    int done = spec.resume() ? folder.lastCheckpoint().orElse(0) : 0;

    Optional<Path> start = done > 0 ? Optional.of(folder.checkpoint(done)) : spec.adapter();
    Adapter adapter =
        start.isPresent()
            ? Adapter.read(start.get(), base, spec.lora())
            : Adapter.create(base, spec.lora(), spec.seed());
    ScalarType type = precision(base.config());
    long bytes = memory(base, data, type);
    requireMemory(bytes);
    folder.writeRun(run);
    AdamW optimizer = new AdamW(adapter.parameters(), spec.weightDecay());
    if (done > 0) {
      folder.restore(done, optimizer);
    }
    try (Decoder decoder = new Decoder(base, adapter, type)) {
      double secondsOfBatch = secondsOfBatch(decoder, data);
      listener.planned(
          new TrainingPlan(
              data.training().size(),
              data.truncated(),
              steps,
              done + 1,
              adapter.parameterCount(),
              type == ScalarType.BFloat16,
              bytes,
              secondsOfBatch * spec.accumulation() * (steps - done)));
      return train(decoder, optimizer, data, folder, run, steps, perEpoch, done);
    }
  }

  private Path train(
      Decoder decoder,
      AdamW optimizer,
      Data data,
      RunFolder folder,
      ObjectNode run,
      int steps,
      int perEpoch,
      int done)
      throws IOException {
    LearningRate rate =
        new LearningRate(spec.learningRate(), (int) Math.round(spec.warmUp() * steps), steps);
    Objective.Weighting weighting =
        new Objective.Weighting(classWeights(data.training()), (float) spec.labelSmoothing());
    Optional<Best> best = best(run);
    if (done > 0 && isDue(done, steps) && !isScored(run, done)) {
      // Killed between the checkpoint and its score.
      best = Optional.of(validated(decoder, data, folder, run, done, best));
    }
    for (int step = done + 1; step <= steps; step++) {
      int epoch = (step - 1) / perEpoch;
      List<List<Example>> batches =
          BatchOrder.of(data.training(), spec.batch(), spec.seed(), epoch);
      List<List<Example>> accumulated =
          BatchOrder.parts(batches, spec.accumulation()).get((step - 1) % perEpoch);
      TrainingStep made =
          step(decoder, optimizer, accumulated, data.labels(), weighting, rate, step);
      folder.addToCurve(made);
      listener.stepped(made);
      boolean interrupted = Thread.interrupted();
      if (isDue(step, steps) || interrupted) {
        folder.save(step, decoder.adapter(), spec.base().toString(), optimizer);
        if (!interrupted) {
          best = Optional.of(validated(decoder, data, folder, run, step, best));
        }
        folder.deleteOthers(step, best.map(Best::step));
      }
      if (interrupted) {
        throw new SentimentException(
            ErrorCode.INTERRUPTED, "stopped behind step " + step + "; the run can be resumed");
      }
    }
    return folder.finish(best.orElseThrow().step());
  }

  private static boolean isScored(ObjectNode run, int step) {
    for (JsonNode score : run.withArray("validation")) {
      if (score.path("step").asInt() == step) {
        return true;
      }
    }
    return false;
  }

  private boolean isDue(int step, int steps) {
    return step % spec.interval() == 0 || step == steps;
  }

  /** Scores a checkpoint and notes the score; returns the best one so far. */
  private Best validated(
      Decoder decoder, Data data, RunFolder folder, ObjectNode run, int step, Optional<Best> before)
      throws IOException {
    ValidationScore score = validate(decoder, data);
    boolean better = before.isEmpty() || score.betterThan(before.get().score());
    Best best = better ? new Best(step, score) : before.get();
    run.withArray("validation").addObject().put("step", step).setAll(json(score));
    run.set("best", json(best.score()).put("step", best.step()));
    folder.writeRun(run);
    listener.validated(step, score, better);
    return best;
  }

  /** Forward, backward and update over some batches. */
  private TrainingStep step(
      Decoder decoder,
      AdamW optimizer,
      List<List<Example>> batches,
      LabelTokens labels,
      Objective.Weighting weighting,
      LearningRate rate,
      int step) {
    long start = System.nanoTime();
    torch.manual_seed(spec.seed() * 1_000_003 + step);
    int texts = batches.stream().mapToInt(List::size).sum();
    double sum = 0;
    long tokens = 0;
    for (List<Example> batch : batches) {
      double share = (double) batch.size() / texts;
      double loss =
          Torch.scoped(
              () -> {
                Tensor value = spec.objective().loss(decoder, batch, labels, weighting);
                value.mul(Torch.scalar(share)).backward();
                return value.item_double();
              });
      requireFinite(step, "loss", loss);
      sum += share * loss;
      tokens += batch.stream().mapToLong(example -> example.prompt().length).sum();
    }
    double norm = Torch.scoped(() -> optimizer.clip(spec.clip()));
    requireFinite(step, "gradient norm", norm);
    optimizer.step(step, rate.at(step));
    double seconds = (System.nanoTime() - start) / 1e9;
    return new TrainingStep(step, rate.steps(), sum, rate.at(step), norm, tokens, seconds);
  }

  private static void requireFinite(int step, String what, double value) {
    if (!Double.isFinite(value)) {
      throw new SentimentException(
          ErrorCode.SCORES_NOT_FINITE,
          "step "
              + step
              + ": the "
              + what
              + " is "
              + value
              + "; the checkpoints before it are kept. Start again with a smaller learning rate, or"
              + " look for damaged weights in the base");
    }
  }

  private ValidationScore validate(Decoder decoder, Data data) {
    int[][] counts = new int[3][3];
    double loss = 0;
    List<Example> byLength = new ArrayList<>(data.validation());
    byLength.sort((a, b) -> a.prompt().length - b.prompt().length);
    for (List<Example> batch : BatchOrder.parts(byLength, spec.batch())) {
      float[] logs = labelLogProbabilities(decoder, batch, data.labels()); // (B, 3)
      for (int b = 0; b < batch.size(); b++) {
        int label = batch.get(b).label();
        int found =
            new Example(batch.get(b).prompt(), Arrays.copyOfRange(logs, 3 * b, 3 * b + 3)).label();
        counts[label][found]++;
        loss -= logs[3 * b + label];
      }
    }
    return ValidationScore.of(counts, loss / data.validation().size());
  }

  /** Log-probabilities renormalised to the three labels: (B, 3) row-major. */
  static float[] labelLogProbabilities(Decoder decoder, List<Example> batch, LabelTokens labels) {
    return Torch.withoutGradients(
        () -> {
          Batch rows = Batch.ofLabels(batch, labels);
          Tensor scores = labels.scores(decoder.logits(rows.tokens(), rows.rows(), false));
          return Torch.array(torch.log_softmax(scores, 1));
        });
  }

  private Data data(Checkpoint base) throws IOException {
    List<LabelledText> labelled =
        spec.downSampled() ? DownSampling.toRarest(spec.training(), spec.seed()) : spec.training();
    try (PromptTokenizer tokenizer = new PromptTokenizer(base.vocabulary(), spec.prompt())) {
      LabelTokens labels = LabelTokens.of(spec.labelWords(), tokenizer);
      int longestWord = Math.max(labels.word(0).length, labels.word(1).length);
      int room = spec.maxTokens() - Math.max(longestWord, labels.word(2).length);
      List<Example> training = new ArrayList<>();
      int truncated = 0;
      for (LabelledText text : labelled) {
        PromptTokenizer.Prompt prompt = tokenizer.prompt(text.text(), room);
        truncated += prompt.shortened() ? 1 : 0;
        training.add(new Example(prompt.ids(), target(text)));
      }
      for (TeacherText text : spec.teacher()) {
        PromptTokenizer.Prompt prompt = tokenizer.prompt(text.text(), room);
        truncated += prompt.shortened() ? 1 : 0;
        training.add(new Example(prompt.ids(), text.target()));
      }
      List<Example> validation = new ArrayList<>();
      for (LabelledText text : spec.validation()) {
        validation.add(new Example(tokenizer.prompt(text.text(), room).ids(), target(text)));
      }
      requireClasses(training);
      return new Data(training, validation, labels, truncated);
    } catch (IllegalArgumentException e) {
      throw new SentimentException(ErrorCode.INVALID_SETTING, e.getMessage(), e);
    }
  }

  private static float[] target(LabelledText text) {
    return switch (text.label()) {
      case POSITIVE -> new float[] {1, 0, 0};
      case NEUTRAL -> new float[] {0, 1, 0};
      case NEGATIVE -> new float[] {0, 0, 1};
    };
  }

  private static void requireClasses(List<Example> training) {
    long classes = training.stream().mapToInt(Example::label).distinct().count();
    if (classes < 2) {
      throw new SentimentException(
          ErrorCode.INVALID_DATA,
          "expected training texts of at least two labels, found "
              + training.size()
              + " texts of "
              + classes);
    }
  }

  /** n / (3 · texts of the label), or 1 for all. */
  private float[] classWeights(List<Example> training) {
    float[] weights = {1, 1, 1};
    if (spec.classWeights()) {
      for (int label = 0; label < 3; label++) {
        int wanted = label;
        long count = training.stream().filter(example -> example.label() == wanted).count();
        weights[label] = count == 0 ? 0 : training.size() / (3f * count);
      }
    }
    return weights;
  }

  private ScalarType precision(DecoderConfig config) {
    return switch (spec.precision()) {
      case F32 -> ScalarType.Float;
      case BF16 -> ScalarType.BFloat16;
      case AUTO ->
          secondsOfProduct(config, ScalarType.BFloat16) < secondsOfProduct(config, ScalarType.Float)
              ? ScalarType.BFloat16
              : ScalarType.Float;
    };
  }

  /** The fastest of three products of 128 tokens with a feed-forward matrix. */
  private static double secondsOfProduct(DecoderConfig config, ScalarType type) {
    return Torch.withoutGradients(
        () -> {
          TensorOptions options = new TensorOptions(type);
          Tensor x = torch.ones(new long[] {128, config.hiddenSize()}, options);
          Tensor w =
              torch.ones(new long[] {config.feedForwardSize(), config.hiddenSize()}, options);
          double best = Double.MAX_VALUE;
          for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            torch.linear(x, w);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
          }
          return best;
        });
  }

  /** Trains one batch of middling length and forgets it. */
  private double secondsOfBatch(Decoder decoder, Data data) {
    List<List<Example>> batches =
        new ArrayList<>(BatchOrder.of(data.training(), spec.batch(), spec.seed(), 0));
    batches.sort((a, b) -> a.get(0).prompt().length - b.get(0).prompt().length);
    List<Example> middle = batches.get(batches.size() / 2);
    Objective.Weighting even = new Objective.Weighting(new float[] {1, 1, 1}, 0);
    long start = System.nanoTime();
    Torch.scoped(
        () -> {
          spec.objective().loss(decoder, middle, data.labels(), even).backward();
          return middle;
        });
    decoder.adapter().parameters().values().forEach(parameter -> parameter.grad().zero_());
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * Base + adapter with gradients and moments + what the backward pass keeps of the largest batch:
   * about 10 D + 4 F + 4 H S floats for each token and block, three times the logits.
   */
  private long memory(Checkpoint base, Data data, ScalarType type) {
    DecoderConfig c = base.config();
    long parameters =
        base.names().stream()
            .map(name -> base.weight(name).orElseThrow())
            .mapToLong(weight -> (long) weight.rows() * weight.columns())
            .sum();
    long longest =
        data.training().stream().mapToInt(example -> example.prompt().length).max().orElseThrow();
    long rows = (long) spec.batch() * data.labels().beginnings().size();
    long perToken = 10L * c.hiddenSize() + 4L * c.feedForwardSize() + 4L * c.heads() * c.headSize();
    long logits =
        (spec.objective() == Objective.ALL_TOKENS
                ? rows * longest
                : (long) spec.batch() * data.labels().positions())
            * c.vocabularySize();
    return parameters * (type == ScalarType.Float ? 4 : 2)
        + 16 * Adapter.parameterCount(base, spec.lora())
        + 4 * (rows * longest * perToken * c.layers() + 3 * logits);
  }

  private static void requireMemory(long bytes) {
    long there = Pointer.availablePhysicalBytes();
    if (bytes > there) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "expected some "
              + bytes / 1_000_000
              + " MB of free memory, found "
              + there / 1_000_000
              + " MB; take a smaller batch or fewer tokens, or a smaller base");
    }
  }

  private ObjectNode settings(Data data, int steps) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("base", spec.base().toString());
    json.put("base_sha256", sha256(spec.base()));
    json.put("data_sha256", sha256(data));
    json.put("prompt", spec.prompt().template());
    json.putPOJO("labels", spec.labelWords().asList());
    json.put("rank", spec.lora().rank());
    json.put("alpha", spec.lora().alpha());
    json.put("dropout", spec.lora().dropout());
    json.putPOJO("targets", spec.lora().targets());
    json.put("start", spec.adapter().map(Path::toString).orElse(""));
    json.put("objective", spec.objective().name());
    json.put("steps", steps);
    json.put("epochs", spec.epochs());
    json.put("batch", spec.batch());
    json.put("accumulation", spec.accumulation());
    json.put("learning_rate", spec.learningRate());
    json.put("warm_up", spec.warmUp());
    json.put("weight_decay", spec.weightDecay());
    json.put("clip", spec.clip());
    json.put("label_smoothing", spec.labelSmoothing());
    json.put("class_weights", spec.classWeights());
    json.put("down_sampled", spec.downSampled());
    json.put("max_tokens", spec.maxTokens());
    json.put("seed", spec.seed());
    json.put("libtorch", Loader.getVersion("org.bytedeco", "pytorch"));
    json.put("java", Runtime.version().toString());
    return (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(json));
  }

  /** Of a GGUF file its own; of a folder that of all its files, one behind the other by name. */
  private static String sha256(Path base) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 20];
    for (Path file : files(base)) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int n; (n = in.read(buffer)) > 0; ) {
          digest.update(buffer, 0, n);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path base) throws IOException {
    if (!Files.isDirectory(base)) {
      return List.of(base);
    }
    try (Stream<Path> files = Files.list(base)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String sha256(Data data) {
    MessageDigest digest = sha256();
    for (List<Example> examples : List.of(data.training(), data.validation())) {
      for (Example example : examples) {
        update(digest, Arrays.toString(example.prompt()) + Arrays.toString(example.target()));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode resumed(RunFolder folder, ObjectNode settings) throws IOException {
    ObjectNode run = folder.readRun();
    settings
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!settings.get(name).equals(run.path("settings").path(name))) {
                throw new SentimentException(
                    ErrorCode.INVALID_SETTING,
                    "a run goes on with the settings that it began with: expected "
                        + name
                        + " "
                        + run.path("settings").path(name)
                        + ", found "
                        + settings.get(name));
              }
            });
    return run;
  }

  private static ObjectNode json(ValidationScore score) {
    return JSON.createObjectNode()
        .put("macro_f1", score.macroF1())
        .put("accuracy", score.accuracy())
        .put("loss", score.loss());
  }

  private static Optional<Best> best(ObjectNode run) {
    return run.has("best")
        ? Optional.of(
            new Best(
                run.at("/best/step").asInt(),
                new ValidationScore(
                    run.at("/best/macro_f1").asDouble(),
                    run.at("/best/accuracy").asDouble(),
                    run.at("/best/loss").asDouble())))
        : Optional.empty();
  }
}
