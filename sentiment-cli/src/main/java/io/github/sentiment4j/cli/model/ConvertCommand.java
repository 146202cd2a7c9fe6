package io.github.sentiment4j.cli.model;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.PromptOptions;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.output.ByteProgress;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.model.convert.Conversion;
import io.github.sentiment4j.model.convert.ConversionReport;
import io.github.sentiment4j.model.convert.ConversionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sentiment convert}: makes a model file. */
@Command(
    name = "convert",
    header = "Makes a GGUF model file from a Hugging Face folder or another GGUF file.",
    description = {
      "",
      "Merges a LoRA adapter, prunes, casts or quantizes the weights, and writes prompt and label"
          + " words into the file. The file appears whole or not at all and replaces one of the"
          + " same name. Its SHA-256 is written beside it."
    },
    exitCodeList = {
      "0:the file is written",
      ExitCode.USAGE_HELP,
      "3:base or adapter cannot be used, or llama.cpp cannot quantize",
      ExitCode.INPUT_OUTPUT_HELP,
      ExitCode.INTERRUPTED_HELP
    },
    footer = {
      "  sentiment convert --base Qwen2.5-0.5B --out M.gguf --type q8_0",
      "  sentiment convert --base Qwen2.5-0.5B --lora lora-out --out M.gguf --type q4_0 --pure \\",
      "      --prompt \"{text}\\n情绪：\" --label-words positive,neutral,negative",
      "  sentiment convert --base M.gguf --out smaller.gguf --type q4_k_m",
      "  sentiment convert --base M.gguf --out compact.gguf --type q4_0 --pure --layers 8 \\",
      "      --prune-vocab headlines.txt tweets.csv:text --keep-cjk --unseen other-news.txt"
    })
public final class ConvertCommand extends StreamsCommand {
  @Alias("--model-name-or-path")
  @Option(
      names = "--base",
      required = true,
      paramLabel = "MODEL",
      description = "A Hugging Face folder or a GGUF file of architecture qwen2, qwen3 or llama.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path base;

  @Alias("--adapter")
  @Option(
      names = "--lora",
      paramLabel = "FOLDER",
      description = "A PEFT folder with a LoRA adapter for the base, which is merged into it.")
  private @Nullable Path lora;

  @Alias("--output")
  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description =
          "f32, f16, bf16 or q8_0, the same as convert_hf_to_gguf.py writes; or q4_0, q4_1, q5_0,"
              + " q5_1, q3_k_m, q4_k_m, q5_k_m, q6_k, iq4_nl, …, made by llama.cpp.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private FileType type;

  @Option(
      names = "--pure",
      description =
          "Gives all matrices the same type. Without it llama.cpp gives some of them a wider"
              + " type, such as the output head.")
  private boolean pure;

  @Mixin private PromptOptions prompt;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Divides the label log-probabilities by T. Default: the base's temperature, else 1.")
  private @Nullable Float temperature;

  @Option(
      names = "--bias",
      split = ",",
      paramLabel = "POS,NEU,NEG",
      description =
          "Added to the label log-probabilities after the division. Default: the base's, else none.")
  private @Nullable List<Float> bias;

  @Option(
      names = "--abstain-below",
      paramLabel = "P",
      description = "The suggested threshold, in [0, 1]. Default: the base's, else none.")
  private @Nullable Float abstainBelow;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "The largest number of tokens in a prompt of the training, which is the default limit"
              + " of predict. Default: that of --training run.json, else the base's, else none.")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--training",
      paramLabel = "FILE",
      description =
          "The file with data, base, seed and metrics of the training as JSON. Default: the"
              + " base's.")
  private @Nullable Path training;

  @Option(
      names = "--license",
      paramLabel = "TEXT",
      description = "The licence and attribution. Default: the base's.")
  private @Nullable String license;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "The number of threads that encode. Default: all processors.")
  private @Nullable Integer threads;

  @Mixin private ReportOption report;

  @ArgGroup(exclusive = false, validate = false, heading = "%nA smaller model:%n")
  private PruningOptions pruning = new PruningOptions();

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public ConvertCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    ConversionOutput output = new ConversionOutput(files().run(this::convert));
    report.write(streams, output::writeTable, output::writeJson);
    return ExitCode.OK;
  }

  private ConversionReport convert() throws IOException {
    try (ByteProgress progress = ByteProgress.on(streams)) {
      return checked(() -> Conversion.open(spec(), progress)).run(progress);
    }
  }

  private CommandFiles files() {
    CommandFiles files =
        new CommandFiles(spec)
            .readsModel("the base", base)
            .reads("the adapter", Optional.ofNullable(lora))
            .reads("--training", Optional.ofNullable(training));
    pruning.files().forEach(file -> files.reads("a corpus", file));
    return files.makesModel("--out", out).writesStandardOutput();
  }

  private ConversionSpec spec() throws IOException {
    ConversionSpec.Builder builder =
        ConversionSpec.builder()
            .base(base)
            .output(out)
            .type(type)
            .pure(pure)
            .pruning(pruning.spec());
    Optional.ofNullable(lora).ifPresent(builder::adapter);
    prompt.template().ifPresent(builder::prompt);
    prompt.labelWords().map(LabelWords::asList).ifPresent(builder::labels);
    Optional.ofNullable(temperature).ifPresent(builder::temperature);
    Optional.ofNullable(bias).ifPresent(builder::bias);
    Optional.ofNullable(abstainBelow).ifPresent(builder::abstainBelow);
    Optional.ofNullable(license).ifPresent(builder::license);
    Optional.ofNullable(maxTokens).ifPresent(builder::maxTokens);
    Optional.ofNullable(threads).ifPresent(builder::threads);
    if (training != null) {
      builder.training(Files.readString(training));
    }
    return builder.build();
  }
}
