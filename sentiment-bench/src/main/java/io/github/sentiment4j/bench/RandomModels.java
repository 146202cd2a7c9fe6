package io.github.sentiment4j.bench;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.Quantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code sentiment-bench/run random-models}. */
@Command(
    name = "random-models",
    description =
        "Writes models of Qwen2.5-0.5B's sizes with random weights and a real vocabulary to"
            + " DIR/random-TYPE.gguf, in F16, BF16, Q8_0 and Q4_0 (2.9 GB). They take as long as"
            + " real ones.")
final class RandomModels implements Callable<Integer> {
  @Option(
      names = "--vocabulary",
      required = true,
      paramLabel = "FILE",
      description = "GGUF file of the Qwen2 family whose vocabulary the models get.")
  private Path vocabulary = Path.of("");

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "Folder to write to.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    write(TinyModel.qwen2Half(), GgufFile.read(vocabulary), folder);
    return 0;
  }

  static void write(TinyModel sizes, GgufFile vocabulary, Path folder) throws IOException {
    Files.createDirectories(folder);
    sizes
        .vocabularySize(vocabulary.strings("tokenizer.ggml.tokens").size())
        .mutate(
            writer ->
                vocabulary
                    .metadata()
                    .forEach(
                        (key, value) -> {
                          if (key.startsWith("tokenizer.")) {
                            writer.put(key, value);
                          }
                        }));
    sizes.type(GgmlType.BF16).write(folder.resolve("random-bf16.gguf"));
    Path half = sizes.type(GgmlType.F16).write(folder.resolve("random-f16.gguf"));
    int threads = Runtime.getRuntime().availableProcessors();
    for (FileType type : new FileType[] {FileType.Q8_0, FileType.Q4_0}) {
      Path target = folder.resolve("random-" + type.name().toLowerCase(Locale.ROOT) + ".gguf");
      Quantizer.quantize(half, target, type, false, threads, Quantizer.Listener.NONE);
    }
  }
}
