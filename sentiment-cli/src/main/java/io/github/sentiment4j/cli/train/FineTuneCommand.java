package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.Docs;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.OptionAdviser;
import io.github.sentiment4j.cli.command.PromptOptions;
import io.github.sentiment4j.cli.command.ShellCommand;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.input.LabelledFieldOptions;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.train.FineTune;
import io.github.sentiment4j.train.TrainingPlan;
import io.github.sentiment4j.train.ValidationScore;
import io.github.sentiment4j.train.data.TeacherText;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import io.github.sentiment4j.train.spec.Objective;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sentiment finetune}: trains a LoRA adapter. */
@Command(
    name = "finetune",
    header = "Trains a LoRA adapter for a base model on a data set that prepare made.",
    description = {
      "",
      "Writes checkpoints and keeps the one with the best macro-F1 on the validation texts. It"
          + " becomes FOLDER/adapter in PEFT's format, which 'sentiment convert --lora' merges. A"
          + " stopped run continues with --resume and the same options. Option names of"
          + " transformers, TRL and PEFT work too, such as --lora-r. This page lists them:",
      Docs.ADDRESS + "training.md"
    },
    customSynopsis = {
      "sentiment finetune [OPTION]... --base MODEL --data FOLDER --out FOLDER",
      "       sentiment finetune [OPTION]... --base MODEL --data FOLDER --teacher FILE --out FOLDER"
    },
    exitCodeList = {
      "0:the adapter is written",
      "2:wrong usage, a setting that does not fit, too little memory, or the folder has files",
      "3:the base cannot be used, or the loss is no longer a number",
      "4:the data cannot be used, or reading or writing failed",
      "130:interrupted, after a checkpoint"
    },
    footer = {
      "  sentiment finetune --base Qwen2.5-0.5B --data data --prompt '{text}\\n情绪：' --out run",
      "  sentiment finetune --base small.gguf --data data --targets all-linear --rank 16 \\",
      "      --class-weights --out run",
      "  sentiment predict --model large.gguf headlines.txt --json > teacher.jsonl",
      "  sentiment finetune --base small.gguf --data data --teacher teacher.jsonl --out run",
      "  sentiment finetune --base small.gguf --data data --lora run/adapter --loss dpo \\",
      "      --learning-rate 2e-5 --epochs 1 --out preferred",
      "  sentiment convert --base Qwen2.5-0.5B --lora run/adapter --prompt '{text}\\n情绪：' \\",
      "      --type q8_0 --out M.gguf"
    })
public final class FineTuneCommand extends StreamsCommand implements OptionAdviser {
  @Alias("--model-name-or-path")
  @Option(
      names = "--base",
      required = true,
      paramLabel = "MODEL",
      description = "The model to adapt: a Hugging Face folder or a GGUF file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path base;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder with train.jsonl and validation.jsonl.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path data;

  @Mixin private LabelledFieldOptions fields;

  @Option(
      names = "--teacher",
      paramLabel = "FILE",
      description =
          "Output of 'sentiment predict --json', whose probabilities are learnt instead of the"
              + " labels of train.jsonl. With --loss response or labels.")
  private @Nullable Path teacher;

  @Alias({"--output", "--output-dir"})
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder of the run, which must be new or empty.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Option(
      names = "--resume",
      description = "Continues the run in the folder from its last checkpoint.")
  private boolean resume;

  @Mixin private PromptOptions prompt;

  @Mixin private LoraOptions lora;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "all_tokens (prompt and label), response (the label, among all tokens), labels (the"
              + " label, among the three), or, for a model that is fine-tuned already, dpo or grpo."
              + " Default: ${DEFAULT-VALUE}.",
      defaultValue = "response")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Objective loss;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "The type of the base in memory: f32, bf16, or auto, which is bf16 if the CPU has dot"
              + " products for it, else f32.",
      defaultValue = "auto")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Precision precision;

  @Mixin private PreferenceOptions preference;

  @Mixin private ScheduleOptions schedule;

  @Option(names = "--class-weights", description = "Gives texts of rare labels more weight.")
  private boolean classWeights;

  @Option(
      names = "--down-sample",
      description = "Leaves out training texts until all labels have as many as the rarest.")
  private boolean downSampled;

  @Alias({"--max-length", "--max-seq-length"})
  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "The largest number of tokens in a prompt (prefix, text and suffix); longer texts lose"
              + " their end. 'convert' writes it into the model file. Default: ${DEFAULT-VALUE}.",
      defaultValue = "512")
  private int maxTokens;

  @Alias({"--save-steps", "--eval-steps"})
  @Option(
      names = "--interval",
      paramLabel = "STEPS",
      description =
          "The number of steps between two checkpoints, each of which is scored. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "100")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private List<Integer> interval;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of all random choices. Default: ${DEFAULT-VALUE}.",
      defaultValue = "42")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "The number of threads that compute. Default: all processors.")
  private @Nullable Integer threads;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public FineTuneCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    return files().run(this::finetune);
  }

  @Override
  public Optional<String> advice(String option) {
    return TrainerOptions.advice(option);
  }

  private CommandFiles files() {
    CommandFiles files =
        new CommandFiles(spec)
            .readsModel("the base", base)
            .reads("--data", data.resolve("train.jsonl"))
            .reads("--data", data.resolve("validation.jsonl"))
            .reads("--teacher", Optional.ofNullable(teacher))
            .makesFolderAndParents(out)
            .writesStandardOutput();
    for (String name : List.of("run.json", "curve.csv", "curve.png")) {
      files.writes("--out", out.resolve(name));
    }
    return files;
  }

  private int finetune() throws IOException {
    TrainingProgress progress = new TrainingProgress(streams);
    Path made = train(progress);
    drawCurve();
    try (Writer writer = streams.outWriter()) {
      writer.write("adapter        " + made + "\n");
      if (progress.best().isPresent()) {
        writer.write(scores(progress.best().get()) + "\n");
        writer.write(
            String.format(
                Locale.ROOT, "speed          %,.0f tokens/s\n", progress.tokensPerSecond()));
      }
      writer.write("next           " + conversion(progress.plan(), made) + "\n");
    }
    return ExitCode.OK;
  }

  /**
   * Returns the command that makes a model of the adapter, after one that exports a quantized base.
   */
  private String conversion(TrainingPlan plan, Path adapter) {
    String export = "";
    Path exact = base;
    if (plan.quantizedBase()) {
      exact = out.resolve("base");
      export = ShellCommand.of("export", "--model", base, "--out", exact) + " && ";
    }
    return export
        + ShellCommand.of(
            "convert",
            "--base",
            exact,
            "--lora",
            adapter,
            "--prompt",
            PromptOptions.argument(plan.prompt().template()),
            "--label-words",
            String.join(",", plan.labelWords().asList()),
            "--training",
            out.resolve("run.json"),
            "--type",
            "q8_0",
            "--out",
            out.resolve("model.gguf"));
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
      return FineTune.run(checked(this::spec), progress);
    } catch (SentimentException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        streams.err().println("sentiment: " + e.getMessage());
      }
      throw e;
    } catch (NoClassDefFoundError e) {
      throw new SentimentException(
          ErrorCode.ENGINE_UNAVAILABLE,
          "the libraries for training are not on the class path ("
              + e.getMessage()
              + "); start with ./sentiment, which adds dist/lib-train",
          e);
    }
  }

  private void drawCurve() throws ClosedByInterruptException {
    try {
      Files.write(out.resolve("curve.png"), CurveChart.png(out.resolve("curve.csv")));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      streams.err().println("sentiment: warning: there is no curve.png: " + e.getMessage());
    }
  }

  private FineTuneSpec spec() throws IOException {
    FineTuneSpec.Builder builder =
        FineTuneSpec.builder()
            .interval(interval())
            .base(base)
            .out(out)
            .validation(texts("validation.jsonl"))
            .objective(loss)
            .precision(precision)
            .classWeights(classWeights)
            .downSampled(downSampled)
            .maxTokens(maxTokens)
            .seed(seed)
            .resume(resume);
    lora.addTo(builder);
    schedule.addTo(builder);
    preference.addTo(builder, loss);
    if (teacher == null) {
      builder.training(texts("train.jsonl"));
    } else {
      builder.teacher(TeacherText.read(teacher));
    }
    prompt.template().map(PromptTemplate::of).ifPresent(builder::prompt);
    prompt.labelWords().ifPresent(builder::labelWords);
    if (threads != null) {
      builder.threads(threads);
    }
    return builder.build();
  }

  private List<LabelledText> texts(String name) throws IOException {
    LabelledFile file = fields.of(LabelledFile.of(data.resolve(name)));
    return LabelledTexts.read(file, fields.labels()).texts();
  }

  private int interval() {
    List<Integer> different = interval.stream().distinct().toList();
    if (different.size() > 1) {
      throw new IllegalArgumentException(
          "--interval is how often a checkpoint is written and scored, found two numbers: "
              + different.get(0)
              + " and "
              + different.get(1));
    }
    return different.get(0);
  }
}
