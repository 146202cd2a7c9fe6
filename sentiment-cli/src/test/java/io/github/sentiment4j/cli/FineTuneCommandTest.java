package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tunes a random decoder of two blocks. */
final class FineTuneCommandTest {
  private static final Path BASES =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints");
  private static final String BASE = BASES.resolve("qwen2-tied").toString();
  private static final List<String> SIGNS = List.of("rose", "bank", "fell");
  private static final List<String> LABELS = List.of("positive", "neutral", "negative");

  @TempDir Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    write("train.jsonl", 48);
    write("validation.jsonl", 12);
    out = folder.resolve("run");
  }

  private void write(String name, int texts) throws IOException {
    Files.writeString(
        data.resolve(name),
        IntStream.range(0, texts)
            .mapToObj(
                i ->
                    "{\"text\":\"shares %s to %d\",\"label\":\"%s\"}%n"
                        .formatted(SIGNS.get(i % 3), i, LABELS.get(i % 3)))
            .collect(Collectors.joining()));
  }

  @Test
  void finetune_preparedData_writesAdapterRecordAndCurves() throws IOException {
    Cli.Result result = finetune("--max-steps", "6", "--interval", "4");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("48 texts (0 shortened), 6 steps, 1,792 trained parameters, base in ")
        .containsPattern("about [\\d,]+ MB of memory at most and \\d+ s without validation")
        .containsPattern("step 4: macro-F1 \\d\\.\\d{4}, accuracy .* best so far")
        .contains("step 6: macro-F1");
    assertThat(result.out())
        .contains("adapter        " + out.resolve("adapter"))
        .contains(
            "next           sentiment convert --base "
                + BASE
                + " --lora "
                + out.resolve("adapter")
                + " --prompt '{text}\\n' --label-words positive,neutral,negative --training "
                + out.resolve("run.json")
                + " --type q8_0 --out "
                + out.resolve("model.gguf"));
    assertThat(out.resolve("adapter")).isDirectoryContaining("glob:**adapter_config.json");
    assertThat(Files.readAllLines(out.resolve("curve.csv")))
        .hasSize(7)
        .startsWith("step,loss,learning_rate,gradient_norm,tokens,seconds");
    BufferedImage picture = ImageIO.read(out.resolve("curve.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(960);
    Map<String, Object> record = Cli.parse(Files.readString(out.resolve("run.json")));
    assertThat(record).containsKeys("base", "libtorch", "java", "threads", "best", "validation");
    assertThat(record.get("settings")).asString().contains("seed=42.0", "model.safetensors=");
  }

  @Test
  void finetune_quantizedBase_saysHowToMergeIntoItsFloats() {
    Path quantized = folder.resolve("q8.gguf");
    Path made = folder.resolve("made.gguf");
    assertSucceeds("convert", "--base", BASE, "--type", "q8_0", "--out", quantized);

    String out =
        assertSucceeds(
            "finetune", "--base", quantized, "--data", data, "--out", this.out, "--max-steps", "1");

    Path base = this.out.resolve("base");
    assertThat(out)
        .contains("sentiment export --model " + quantized + " --out " + base + " && ")
        .contains("sentiment convert --base " + base + " --lora " + this.out.resolve("adapter"));
    assertSucceeds("export", "--model", quantized, "--out", base);
    assertSucceeds(
        "convert",
        "--base",
        base,
        "--lora",
        this.out.resolve("adapter"),
        "--type",
        "f32",
        "--out",
        made);
  }

  private static String assertSucceeds(Object... args) {
    Cli.Result result = new Cli().run(Stream.of(args).map(Object::toString).toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void finetune_longText_isShortenedCountedAndKeepsItsLabel() throws IOException {
    Files.writeString(
        data.resolve("train.jsonl"),
        "{\"text\":\"%s\",\"label\":\"positive\"}%n".formatted("rose ".repeat(400)),
        StandardOpenOption.APPEND);

    Cli.Result result = finetune("--max-steps", "1");

    assertThat(result.err()).contains("49 texts (1 shortened)");
    assertThat(Cli.parse(Files.readString(out.resolve("run.json"))))
        .containsEntry("shortened", 1.0);
  }

  @Test
  void finetune_teachersProbabilities_areWhatPredictPrints() throws IOException {
    String texts = "up and up\nthe bank\ndown and down\n";
    Path teacher =
        Files.writeString(
            folder.resolve("teacher.jsonl"), new Cli().in(texts).predict("--json", "-").out());

    Cli.Result result = finetune("--teacher", teacher.toString(), "--max-steps", "2");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("3 texts (0 shortened), 2 steps");
  }

  @Test
  void finetune_ownAdapter_goesOnWithItsRank() {
    finetune("--max-steps", "1", "--rank", "4", "--targets", "all-linear");
    String adapter = out.resolve("adapter").toString();
    out = folder.resolve("second");

    Cli.Result result = finetune("--max-steps", "1", "--adapter", adapter, "--class-weights");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).contains("4,096 trained parameters");

    assertUsage("--lora brings its own rank", "--adapter", adapter, "--rank", "4");
    out = folder.resolve("third");
    String other = BASES.resolve("qwen3-tied").toString();
    assertFails(2, "this adapter", "--base", other, "--adapter", adapter);
    assertThat(out).doesNotExist();
  }

  @Test
  void finetune_preferencesAfterAFineTune_trainTheSameAdapterFurther() throws IOException {
    finetune("--max-steps", "4", "--rank", "4");
    String adapter = out.resolve("adapter").toString();

    out = folder.resolve("dpo");
    Cli.Result dpo =
        finetune("--max-steps", "2", "--lora", adapter, "--loss", "dpo", "--rejected", "preferred");
    assertThat(dpo.exitCode()).as(dpo.err()).isZero();
    assertThat(Files.readAllLines(out.resolve("curve.csv")).get(0))
        .endsWith(",reward_chosen,reward_rejected");
    assertThat(out.resolve("curve.png")).isNotEmptyFile();

    out = folder.resolve("grpo");
    Cli.Result grpo =
        finetune("--max-steps=2", "--lora=" + adapter, "--loss=grpo", "--costs=0,1,2/1,0,1/4,1,0");
    assertThat(grpo.exitCode()).as(grpo.err()).isZero();
    assertThat(grpo.out()).contains("sentiment convert --base " + BASE);
    assertThat(Cli.parse(Files.readString(out.resolve("run.json"))).get("settings"))
        .asString()
        .contains("costs=0,1,2/1,0,1/4,1,0", "samples=8.0", "beta=0.04");

    assertUsage("--beta is for --loss dpo or grpo, found --loss response", "--beta", "1");
    assertUsage("--samples is for --loss grpo, found --loss dpo", "--loss=dpo", "--samples=4");
    assertUsage("--costs is for --loss grpo", "--loss=dpo", "--costs=0,1,2/1,0,1/4,1,0");
    assertUsage("--rejected is for --loss dpo", "--loss=grpo", "--rejected=all");
    assertUsage("expected three rows of three costs", "--loss=grpo", "--costs=0,1/1,0");
    assertUsage("no label smoothing", "--loss=dpo", "--label-smoothing=0.1");
  }

  @Test
  void finetune_folderWithFiles_exits2AndLeavesThem() throws IOException {
    Files.createDirectory(out);
    Files.writeString(out.resolve("mine"), "x");

    assertFails(2, "expected no folder or an empty one, found files");

    assertThat(out).isDirectoryNotContaining("glob:**run.json");
  }

  @Test
  void finetune_resumeWithoutARun_exits2() {
    assertFails(2, "expected run.json of a run that goes on, found none", "--resume");
  }

  @Test
  void finetune_dataThatCannotBeUsed_exits4AndMakesNoFolder() throws IOException {
    Path train = data.resolve("train.jsonl");
    Files.writeString(train, "");
    assertFails(4, train + ": expected items, found none: the file is empty");

    Files.writeString(train, "{\"text\":\"up\",\"label\":\"positive\"}\n{\"text\":\"do");
    assertFails(4, train + ", line 2, column ");

    Files.writeString(train, "{\"headline\":\"up\",\"label\":\"positive\"}\n");
    assertFails(4, "the first has the fields: headline, label");

    Files.writeString(train, "{\"text\":\"up\",\"label\":\"1\"}\n");
    assertFails(4, "found others: \"1\" (1, line 1); say what they mean, such as --labels-map");

    assertFails(4, "expected training texts of at least two labels", "--labels-map", "1=positive");

    Files.delete(train);
    assertFails(4, "there is no file " + train);
    assertThat(out).doesNotExist();
  }

  @Test
  void finetune_brokenTeacher_exits4WithTheLine() throws IOException {
    Path teacher = Files.writeString(folder.resolve("t.jsonl"), "{\"input\":\"up\"}\n");
    assertFails(4, teacher + ", line 1: expected", "--teacher", "" + teacher, "--loss", "labels");

    Files.writeString(
        teacher,
        """
        {"input":"up","probabilities":{"positive":0.9,"neutral":0.06,"negative":0.04}}
        """);
    assertUsage(
        "needs the objective RESPONSE or LABELS",
        "--teacher",
        teacher.toString(),
        "--loss",
        "all_tokens");
  }

  @Test
  void finetune_baseThatCannotBeUsed_exits3() throws IOException {
    assertFails(3, "found no such file", "--base", folder.resolve("nowhere").toString());

    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(BASES.resolve("qwen2-tied").resolve(name), mixed.resolve(name));
    }
    String more =
        IntStream.rangeClosed(317, 320)
            .mapToObj(
                id -> ", {\"id\": %d, \"content\": \"<%<d>\", \"special\": true}".formatted(id))
            .collect(Collectors.joining());
    String tokens = Files.readString(BASES.resolve("qwen2-tied/tokenizer.json"));
    int end = tokens.indexOf(']', tokens.indexOf("\"added_tokens\""));
    Files.writeString(
        mixed.resolve("tokenizer.json"), tokens.substring(0, end) + more + tokens.substring(end));
    assertFails(
        3, "expected at least the 321 tokens of tokenizer.json", "--base", mixed.toString());
    assertThat(out).doesNotExist();
  }

  @Test
  void finetune_tooLittleMemory_exits2BeforeItBegins() throws IOException {
    write("train.jsonl", 3000);
    String longText =
        "{\"text\":\"%s\",\"label\":\"positive\"}%n".formatted("rose ".repeat(100_000));
    Files.writeString(data.resolve("train.jsonl"), longText, StandardOpenOption.APPEND);
    Path wide = Files.createDirectory(folder.resolve("wide"));
    for (String name : List.of("model.safetensors", "tokenizer.json")) {
      Files.copy(BASES.resolve("qwen2-tied").resolve(name), wide.resolve(name));
    }
    String config = Files.readString(BASES.resolve("qwen2-tied/config.json"));
    Files.writeString(
        wide.resolve("config.json"),
        config.replace("\"max_position_embeddings\": 512", "\"max_position_embeddings\": 131072"));

    assertFails(
        2,
        "MB of free memory",
        "--base",
        wide.toString(),
        "--batch",
        "3001",
        "--max-tokens",
        "131072");
    assertThat(out).doesNotExist();
  }

  @Test
  void finetune_wrongOptions_exit2AndSayWhatIsRight() {
    assertUsage("LoRA rank: expected at least 1, found 0", "--rank", "0");
    assertUsage("LoRA targets: expected some of [q_proj,", "--targets", "query");
    assertUsage("epochs: expected at least 1", "--epochs", "0");
    assertUsage("learningRate: expected a number", "--learning-rate", "NaN");
    assertUsage("--label-words': expected three words", "--labels", "up,down");
    assertFails(2, "A prompt needs exactly one {text}", "--prompt", "no place");
    assertUsage("Invalid value for option '--loss'", "--loss", "none");
  }

  /** A run that was killed and resumed ends like one that was never stopped. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void finetune_killedAndResumed_hasTheCurveOfAnUninterruptedRun() throws Exception {
    write("train.jsonl", 600);
    String[] settings = {
      "--max-steps", "40", "--interval", "5", "--dropout", "0.1", "--precision", "f32"
    };
    Cli.Result whole = finetune(settings);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    Path wholeRun = out;

    out = folder.resolve("killed");
    Process process = new ProcessBuilder(command(settings)).redirectErrorStream(true).start();
    awaitCheckpoint(process);
    process.destroyForcibly().waitFor();
    assertThat(out.resolve("adapter")).as("the run was not over").doesNotExist();

    List<String> resumed = new ArrayList<>(List.of(settings));
    resumed.add("--resume");
    Cli.Result rest = finetune(resumed.toArray(String[]::new));

    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(rest.err()).doesNotContain("from step 1\n");
    assertThat(curve(out)).isEqualTo(curve(wholeRun));
    assertThat(out.resolve("adapter/adapter_model.safetensors"))
        .hasSameBinaryContentAs(wholeRun.resolve("adapter/adapter_model.safetensors"));
  }

  private void awaitCheckpoint(Process process) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Files.isDirectory(out.resolve("checkpoints/step-10"))) {
      assertThat(process.isAlive()).as("the run goes on").isTrue();
      assertThat(System.nanoTime()).as("a checkpoint in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private List<String> command(String... settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(arguments(settings));
    return command;
  }

  /** The curve without the seconds. */
  private static List<String> curve(Path run) throws IOException {
    return Files.readAllLines(run.resolve("curve.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private void assertUsage(String message, String... args) {
    Cli.Result result = finetune(args);
    assertThat(result.err()).contains(message).contains("Try 'sentiment finetune --help'");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private void assertFails(int exitCode, String message, String... args) {
    Cli.Result result = finetune(args);
    assertThat(result.err()).contains(message);
    assertThat(result.exitCode()).isEqualTo(exitCode);
  }

  private Cli.Result finetune(String... args) {
    return new Cli().run(arguments(args).toArray(String[]::new));
  }

  private List<String> arguments(String... args) {
    List<String> all =
        new ArrayList<>(List.of("finetune", "--data", data.toString(), "--out", out.toString()));
    all.addAll(List.of("--threads", "1"));
    all.addAll(List.of(args));
    if (!all.contains("--base")) {
      all.addAll(List.of("--base", BASE));
    }
    if (!all.contains("--prompt")) {
      all.addAll(List.of("--prompt", "{text}\\n"));
    }
    return all;
  }
}
