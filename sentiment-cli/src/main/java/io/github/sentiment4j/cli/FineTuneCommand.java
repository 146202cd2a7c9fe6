package io.github.sentiment4j.cli;

import io.github.sentiment4j.cli.charts.CurveChart;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.train.FineTune;
import io.github.sentiment4j.train.FineTuneSpec;
import io.github.sentiment4j.train.FineTuneSpec.Precision;
import io.github.sentiment4j.train.LoraSpec;
import io.github.sentiment4j.train.Objective;
import io.github.sentiment4j.train.TeacherText;
import io.github.sentiment4j.train.ValidationScore;
import io.github.sentiment4j.train.data.LabelledFile;
import io.github.sentiment4j.train.data.LabelledText;
import io.github.sentiment4j.train.data.LabelledTexts;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentiment finetune}: trains a LoRA adapter. */
@Command(
    name = "finetune",
    header = "Trains a LoRA adapter for a base on the data set that prepare has made.",
    description = {
      "",
      "Writes checkpoints, keeps the one with the best macro-F1 on the validation texts, and at the end"
          + " makes it FOLDER/adapter, in PEFT's format: 'sentiment convert --lora' takes it. A run that"
          + " was stopped goes on with --resume and the same options. docs/training.md has the rules."
    },
    customSynopsis = {
      "sentiment finetune [OPTION]... --base MODEL --data FOLDER --out FOLDER",
      "       sentiment finetune [OPTION]... --base MODEL --data FOLDER --teacher FILE --out FOLDER"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = SentimentCommand.HELP_WIDTH,
    showDefaultValues = true,
    exitCodeListHeading = SentimentCommand.EXIT_CODES_HEADING,
    exitCodeList = {
      "0:the adapter is written",
      "2:wrong usage, a setting that does not fit, too little memory, or the folder has files",
      "3:the base cannot be used, or the loss is no number any more",
      "4:the data cannot be used, or reading or writing failed",
      "130:interrupted, after a checkpoint"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentiment finetune --base Qwen2.5-0.5B --data data --prompt '{text}\\n情绪：' --out run",
      "  sentiment finetune --base small.gguf --data data --targets all --rank 16 --class-weights --out run",
      "  sentiment predict --model large.gguf headlines.txt --json > teacher.jsonl",
      "  sentiment finetune --base small.gguf --data data --teacher teacher.jsonl --loss labels --out run",
      "  sentiment convert --base Qwen2.5-0.5B --lora run/adapter --prompt '{text}\\n情绪：' --out M.gguf"
    })
final class FineTuneCommand implements Callable<Integer> {
  @ParentCommand private SentimentCommand root;
  @Spec private CommandSpec spec;

  @Option(
      names = "--base",
      required = true,
      paramLabel = "MODEL",
      description = "The model that is adapted: a Hugging Face folder or a GGUF file.")
  private Path base;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder with train.jsonl and validation.jsonl.")
  private Path data;

  @Option(
      names = "--teacher",
      paramLabel = "FILE",
      description =
          "Lines of 'sentiment predict --json': their probabilities are learnt instead of"
              + " train.jsonl. Needs --loss labels.")
  private Path teacher;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder of the run; it must be empty or not there yet.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Goes on with the run in the folder, from its last checkpoint.")
  private boolean resume;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description =
          "The prompt with one {text}; \\n is a line break. Default: that of the reference experiment"
              + " (docs/model-files.md).")
  private String prompt;

  @Option(
      names = {"--label-words", "--labels"},
      split = ",",
      paramLabel = "WORD",
      description = "The words for positive, neutral and negative.",
      defaultValue = "positive,neutral,negative")
  private List<String> labelWords;

  @Option(
      names = "--rank",
      paramLabel = "R",
      description = "Rank of the adapter.",
      defaultValue = "8")
  private int rank;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "The adapter counts alpha / rank times.",
      defaultValue = "16")
  private double alpha;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Share of an adapter's inputs that is left out while training.",
      defaultValue = "0")
  private double dropout;

  @Option(
      names = "--targets",
      split = ",",
      paramLabel = "NAME",
      description =
          "Modules that are adapted: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj,"
              + " or all.",
      defaultValue = "q_proj,v_proj")
  private List<String> targets;

  @Option(
      names = "--adapter",
      paramLabel = "FOLDER",
      description = "An adapter, also PEFT's, that is trained further. Default: a new one.")
  private Path adapter;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "all_tokens (prompt and label), response (the label, among all tokens) or labels (the label,"
              + " among the three).",
      defaultValue = "response")
  private Objective loss;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description = "The base in memory: f32, bf16, or auto, whichever is faster here.",
      defaultValue = "auto")
  private Precision precision;

  @Option(names = "--epochs", paramLabel = "N", defaultValue = "3", description = "Rounds.")
  private int epochs;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "Ends after so many steps. Default: no limit.")
  private Integer maxSteps;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Texts that go through the model together.",
      defaultValue = "16")
  private int batch;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Batches that make one step.",
      defaultValue = "1")
  private int accumulation;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "The highest one; it falls to 0 along half a cosine.",
      defaultValue = "2e-4")
  private double learningRate;

  @Option(
      names = "--warm-up",
      paramLabel = "SHARE",
      description = "Share of the steps until the highest learning rate.",
      defaultValue = "0.03")
  private double warmUp;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Weight decay of AdamW.",
      defaultValue = "0.01")
  private double weightDecay;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "The largest norm of all gradients together.",
      defaultValue = "1")
  private double clip;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "Share of the target that is spread evenly.",
      defaultValue = "0")
  private double labelSmoothing;

  @Option(names = "--class-weights", description = "Texts of rare labels count more.")
  private boolean classWeights;

  @Option(
      names = "--down-sample",
      description = "Leaves training texts out until every label has as many as the rarest.")
  private boolean downSampled;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Tokens of a prompt with its label; longer texts lose their end.",
      defaultValue = "512")
  private int maxTokens;

  @Option(
      names = "--interval",
      paramLabel = "STEPS",
      description = "Steps between two checkpoints.",
      defaultValue = "100")
  private int interval;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What the random choices begin with.",
      defaultValue = "42")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: all processors.")
  private Integer threads;

  /** Created by picocli. */
  FineTuneCommand() {}

  @Override
  public Integer call() throws IOException {
    TrainingProgress progress = new TrainingProgress(root.streams());
    Path made = train(progress);
    drawCurve();
    try (Writer writer = root.streams().outWriter()) {
      writer.write("adapter        " + made + "\n");
      if (progress.best() != null) {
        writer.write(scores(progress.best()) + "\n");
        writer.write(
            String.format(
                Locale.ROOT, "speed          %,.0f tokens/s\n", progress.tokensPerSecond()));
      }
      writer.write(
          "next           sentiment convert --base " + base + " --lora " + made + " --out …\n");
    }
    return ExitCode.OK;
  }

  private static String scores(ValidationScore best) {
    return String.format(
        Locale.ROOT,
        "macro-F1       %.4f, accuracy %.4f on the validation texts",
        best.macroF1(),
        best.accuracy());
  }

  private Path train(TrainingProgress progress) throws IOException {
    try (progress) {
      return FineTune.run(spec(), progress);
    } catch (NoClassDefFoundError e) {
      throw new SentimentException(
          ErrorCode.ENGINE_UNAVAILABLE,
          "the libraries for training are not on the class path ("
              + e.getMessage()
              + "); start with ./sentiment, which adds dist/lib-train",
          e);
    }
  }

  private void drawCurve() {
    try {
      Files.write(out.resolve("curve.png"), CurveChart.png(out.resolve("curve.csv")));
    } catch (IOException e) {
      root.streams().err().println("sentiment: warning: there is no curve.png: " + e.getMessage());
    }
  }

  private FineTuneSpec spec() throws IOException {
    try {
      FineTuneSpec.Builder builder =
          FineTuneSpec.builder()
              .base(base)
              .out(out)
              .validation(texts("validation.jsonl"))
              .labelWords(words())
              .lora(new LoraSpec(rank, alpha, dropout, modules()))
              .adapter(adapter)
              .objective(loss)
              .precision(precision)
              .epochs(epochs)
              .batch(batch)
              .accumulation(accumulation)
              .learningRate(learningRate)
              .warmUp(warmUp)
              .weightDecay(weightDecay)
              .clip(clip)
              .labelSmoothing(labelSmoothing)
              .classWeights(classWeights)
              .downSampled(downSampled)
              .maxTokens(maxTokens)
              .interval(interval)
              .seed(seed)
              .resume(resume);
      if (teacher == null) {
        builder.training(texts("train.jsonl"));
      } else {
        builder.teacher(TeacherText.read(teacher));
      }
      if (prompt != null) {
        builder.prompt(PromptTemplate.of(prompt.replace("\\n", "\n")));
      }
      if (maxSteps != null) {
        builder.maxSteps(maxSteps);
      }
      if (threads != null) {
        builder.threads(threads);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private List<LabelledText> texts(String name) throws IOException {
    return LabelledTexts.read(LabelledFile.of(data.resolve(name)), Map.of()).texts();
  }

  private LabelWords words() {
    if (labelWords.size() != 3) {
      throw new IllegalArgumentException(
          "--label-words needs three words with commas between, found " + labelWords.size());
    }
    return new LabelWords(labelWords.get(0), labelWords.get(1), labelWords.get(2));
  }

  private List<String> modules() {
    return targets.equals(List.of("all")) ? LoraSpec.LINEAR : targets;
  }
}
