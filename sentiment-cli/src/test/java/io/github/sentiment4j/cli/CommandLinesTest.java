package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.sentiment4j.cli.command.OptionNames;
import io.github.sentiment4j.cli.command.Streams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Every command line that help, output and documents show is one that works. A shell takes them
 * apart; small files lie under the names that they mention.
 */
@DisabledOnOs(OS.WINDOWS)
@NullUnmarked // what is missing fails the test
final class CommandLinesTest {
  private static final Path BASE =
      SourceTree.ROOT.resolve("sentiment-model/src/test/resources/goldens/checkpoints/qwen2-tied");

  private static final List<String> COMMANDS =
      List.of(
          "",
          "predict",
          "evaluate",
          "calibrate",
          "inspect",
          "doctor",
          "prepare",
          "finetune",
          "convert",
          "export");

  /** A call at the beginning of a line or behind another one. */
  private static final Pattern CALL = Pattern.compile("(^|[|&;{(] *)(\\./)?sentiment [a-z-]");

  /** In a text, more than the name of a command. */
  private static final Pattern INLINE = Pattern.compile("`((?:\\./)?sentiment (?:--|\\w+ )[^`]+)`");

  private static final Pattern OUT = Pattern.compile("--out (\\S+)");

  /** Things that the small model and the machine of a test lack. */
  private static final Map<String, String> INSTEAD =
      Map.of("--layers 8", "--layers 1", "--device gpu", "--device cpu");

  private static final List<String> SIGNS = List.of("rose", "bank", "fell");
  private static final List<String> LABELS = List.of("positive", "neutral", "negative");

  @TempDir static Path fixtures;
  @TempDir Path folder;

  /** Command lines of a page or a command's help. */
  static Stream<String> sources() throws IOException {
    return shown().keySet().stream();
  }

  private static Map<String, List<String>> shown() throws IOException {
    Map<String, List<String>> shown = new TreeMap<>();
    for (String command : COMMANDS) {
      shown.put(("sentiment " + command).strip() + " --help", ofHelp(command));
    }
    for (Path page : SourceTree.files(".md")) {
      List<String> lines = ofPage(Files.readString(SourceTree.ROOT.resolve(page)));
      // The changes name commands as they were.
      if (!lines.isEmpty() && !page.endsWith("CHANGELOG.md")) {
        shown.put(page.toString(), lines);
      }
    }
    return shown;
  }

  private static List<String> ofHelp(String command) {
    String help =
        new Cli()
            .run(Stream.of(command, "--help").filter(a -> !a.isEmpty()).toArray(String[]::new))
            .out();
    String examples = help.substring(help.indexOf("Examples:\n") + "Examples:\n".length());
    return joined(examples.split("\n\n", 2)[0].lines());
  }

  /** The calls in blocks of code, and those in the text that have options. */
  private static List<String> ofPage(String page) {
    List<String> lines = new ArrayList<>();
    List<String> block = new ArrayList<>();
    boolean fenced = false;
    for (String line : page.lines().toList()) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (fenced || line.startsWith("    ")) {
        block.add(line);
      } else {
        lines.addAll(joined(block.stream()));
        block.clear();
        INLINE.matcher(line).results().map((MatchResult m) -> m.group(1)).forEach(lines::add);
      }
    }
    lines.addAll(joined(block.stream()));
    return lines.stream().filter(line -> CALL.matcher(line).find()).toList();
  }

  /** Lines that end in a backslash together with the next. */
  private static List<String> joined(Stream<String> lines) {
    String text = lines.map(String::strip).collect(Collectors.joining("\n"));
    return text.replaceAll("\\\\\n", "")
        .lines()
        .map(line -> line.replaceFirst("^\\$ ", ""))
        .toList();
  }

  @Test
  void sources_areThere() throws IOException {
    assertThat(sources())
        .contains(
            "README.md",
            "docs/evaluation.md",
            "docs/model-files.md",
            "docs/training.md",
            "docs/performance/pruning.md",
            "sentiment-embedded/RECIPE.md",
            "sentiment finetune --help");
    assertThat(shown().get("sentiment-embedded/RECIPE.md")).hasSize(18);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void line_ofEverySource_hasOptionsThatExist(String source) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String line : shown().get(source)) {
      List<List<String>> calls = calls(line);
      if (calls.isEmpty()) {
        wrong.add(line + ": nothing is called");
      }
      calls.forEach(call -> problem(call).ifPresent(problem -> wrong.add(line + ": " + problem)));
    }

    assertThat(wrong).isEmpty();
  }

  /** The recipe and the page about pruning need the large models; the others are small enough. */
  @ParameterizedTest
  @MethodSource("sources")
  void line_ofEverySmallSource_runs(String source) throws Exception {
    assumeFalse(source.endsWith("RECIPE.md") || source.startsWith("docs/performance/"));
    copy(fixtures, folder);
    List<String> wrong = new ArrayList<>();
    for (String line : shown().get(source)) {
      // A resumed run needs one that was stopped.
      if (!line.contains("--resume")) {
        deleteOutputFolder(line);
        Run run = shell(possible(line));
        if (run.exitCode() != 0) {
          wrong.add(line + "\n" + run.output());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** Each command is the one that the command before has printed. */
  @ParameterizedTest
  @ValueSource(strings = {"../Qwen2.5-0.5B", "../quantized base.gguf"})
  void nextLines_fromDataToAPrediction_runAsTheyArePrinted(String base) throws Exception {
    copy(fixtures, folder);

    Run run =
        shell(
            """
            set -e
            sentiment convert --base Qwen2.5-0.5B --type q8_0 --out 'quantized base.gguf'
            mkdir "Läufe & Peter's 数据"
            cd "Läufe & Peter's 数据"
            next() { echo "$1" | sed -n 's/^next  *//p' | tee -a printed; }
            sentiment prepare --data ../SEntFiN.csv --out "my data"
            out=$(sentiment finetune --base 'BASE' --data "my data" --out "erster Lauf" \\
                --prompt 'Peter'\\''s {text}\\n情绪：' --label-words ' up, flat, down' --max_steps 2)
            out=$(eval "$(next "$out")")
            eval "$(next "$out")"
            sentiment evaluate --model "erster Lauf/model.gguf" --data "my data/test.jsonl"
            sentiment inspect "erster Lauf/model.gguf"
            out=$(sentiment export --model "erster Lauf/model.gguf" --out "a folder")
            eval "$(next "$out")"
            sentiment inspect M.gguf
            cat printed
            """
                .replace("BASE", base));

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output())
        .contains(
            "--lora 'erster Lauf/adapter' --prompt 'Peter'\\''s {text}\\n情绪：' --label-words ' up,"
                + " flat, down' --training 'erster Lauf/run.json' --type q8_0 --out 'erster"
                + " Lauf/model.gguf'\n")
        .contains("sentiment predict --model 'erster Lauf/model.gguf' --text '…'\n")
        .contains("labels          up,  flat,  down\n");
  }

  private static String possible(String line) {
    String possible = line;
    for (Map.Entry<String, String> option : INSTEAD.entrySet()) {
      possible = possible.replace(option.getKey(), option.getValue());
    }
    return possible;
  }

  /** Returns the reason why a call cannot be read. */
  private static Optional<String> problem(List<String> call) {
    CommandLine root =
        SentimentCommand.commandLine(new SentimentCommand(Streams.ofProcess()), call.get(0));
    try {
      root.parseArgs(OptionNames.canonical(root, call.toArray(String[]::new)));
      return Optional.empty();
    } catch (ParameterException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The arguments of each call in a line; variables and arguments of functions stand for names. */
  private List<List<String>> calls(String line) throws Exception {
    Path file = folder.resolve("calls");
    Files.deleteIfExists(file);
    bash(
        """
        sentiment() { printf '%s\\0' "$@" $'\\1' >>"$CALLS"; }
        ./sentiment() { sentiment "$@"; }
        set=name
        set -- 1 2
        """
            + line.replace("\"$@\"", "name"),
        Map.of("CALLS", file.toString()));
    List<List<String>> calls = new ArrayList<>();
    if (Files.exists(file)) {
      for (String call : Files.readString(file).split("\0\1\0", -1)) {
        calls.add(List.of(call.split("\0", -1)));
      }
      // Behind the last mark is nothing.
      calls.remove(calls.size() - 1);
    }
    return calls;
  }

  /** Runs lines as they are, with the command of this build. */
  private Run shell(String lines) throws Exception {
    return bash(
        """
        sentiment() { "$JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$JARS" "$MAIN" "$@"; }
        ./sentiment() { sentiment "$@"; }
        tail() { cat "${@: -1}"; }
        """
            + lines,
        Map.of(
            "JAVA",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "JARS",
            System.getProperty("java.class.path"),
            "MAIN",
            Main.class.getName()));
  }

  private record Run(int exitCode, String output) {}

  private Run bash(String script, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-s").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(("{\n" + script + "\n} </dev/null\n").getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), output);
  }

  /** The folder of an example is a new one, although another example has the same. */
  private void deleteOutputFolder(String line) throws IOException {
    Matcher out = OUT.matcher(line);
    if (out.find() && Files.isDirectory(folder.resolve(out.group(1)))) {
      try (Stream<Path> files = Files.walk(folder.resolve(out.group(1)))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @BeforeAll
  static void writeFixtures() throws IOException {
    writeTexts();
    writeNews();
    copy(BASE, fixtures.resolve("Qwen2.5-0.5B"));
    make("prepare", "--data", path("SEntFiN.csv"), "--out", path("data"));
    String prompt = "{text}\\n情绪：";
    make(
        "finetune",
        "--base",
        BASE.toString(),
        "--data",
        path("data"),
        "--out",
        path("run"),
        "--prompt",
        prompt,
        "--max-steps",
        "1",
        "--threads",
        "1");
    copy(fixtures.resolve("run/adapter"), fixtures.resolve("lora-out"));
    make(
        "convert",
        "--base",
        BASE.toString(),
        "--prompt",
        prompt,
        "--type",
        "f32",
        "--out",
        path("M.gguf"));
    for (String name :
        List.of(
            "model.gguf",
            "small.gguf",
            "smaller.gguf",
            "large.gguf",
            "compact.gguf",
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf")) {
      Files.copy(fixtures.resolve("M.gguf"), fixtures.resolve(name));
    }
  }

  private static void make(String... arguments) {
    Cli.Result result = new Cli().run(arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static String path(String name) {
    return fixtures.resolve(name).toString();
  }

  private static void writeTexts() throws IOException {
    for (String name : List.of("test.csv", "validation.csv", "tweets.csv")) {
      write(name, "text,label", "%s,%s", LABELS);
    }
    write("SEntFiN.csv", "Title,Decisions", "%s,\"{'Nokia': '%s'}\"", LABELS);
    write("sent_train.csv", "text,label", "%s,%s", List.of("1", "2", "0"));
    write("sent_valid.csv", "text,label", "other %s,%s", List.of("1", "2", "0"));
    write("test.jsonl", "", "{\"text\": \"%s\", \"label\": \"%s\"}", LABELS);
    write("feed.jsonl", "", "{\"headline\": \"%s\", \"label\": \"%s\"}", LABELS);
    write("news.csv", "title,label", "%s,%s", LABELS);
    write("headlines.txt", "", "%s", LABELS);
    write("other-news.txt", "", "other %s", LABELS);
  }

  private static void write(String name, String header, String format, List<String> labels)
      throws IOException {
    Stream<String> rows =
        IntStream.range(0, 60)
            .mapToObj(i -> format.formatted(SIGNS.get(i % 3) + " to " + i, labels.get(i % 3)));
    Files.write(
        fixtures.resolve(name),
        Stream.concat(Stream.of(header).filter(line -> !line.isEmpty()), rows).toList());
  }

  private static void writeNews() throws IOException {
    List<String> news = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String text = SIGNS.get(i % 3) + " to " + i;
      news.add(
          """
          {"id": "n%d", "title": "%s", "text": "%<s", "headline": "%<s", "body": "more",
           "meta": {"category": "Companies"}}"""
              .formatted(i, text));
      labels.add(
          """
          {"news_id": "n%d", "events": [{"event": "Earnings", "sentiment": "%s",
            "raters": [{"vote": "%<s"}]}]}"""
              .formatted(i, LABELS.get(i % 3)));
    }
    Files.writeString(fixtures.resolve("news.json"), news.toString());
    Files.writeString(fixtures.resolve("labels.json"), labels.toString());
    writeWorkbook(fixtures.resolve("events.xlsx"), List.of("event", "Earnings"));
  }

  /** A workbook of one column. */
  private static void writeWorkbook(Path file, List<String> cells) throws IOException {
    String head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    String links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    String packages = "http://schemas.openxmlformats.org/package/2006/";
    String link =
        "<Relationships xmlns=\""
            + packages
            + "relationships\"><Relationship Id=\"r1\""
            + " Type=\""
            + links
            + "/%s\" Target=\"%s\"/></Relationships>";
    String rows =
        IntStream.range(0, cells.size())
            .mapToObj(
                i ->
                    "<row r=\"%d\"><c r=\"A%<d\" t=\"inlineStr\"><is><t>%s</t></is></c></row>"
                        .formatted(i + 1, cells.get(i)))
            .collect(Collectors.joining());
    Map<String, String> parts =
        Map.of(
            "_rels/.rels",
            link.formatted("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels",
            link.formatted("worksheet", "worksheets/sheet1.xml"),
            "xl/workbook.xml",
            "<workbook xmlns=\""
                + main
                + "\" xmlns:r=\""
                + links
                + "\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
            "xl/worksheets/sheet1.xml",
            "<worksheet xmlns=\"" + main + "\"><sheetData>" + rows + "</sheetData></worksheet>",
            "[Content_Types].xml",
            "<Types xmlns=\""
                + packages
                + "content-types\"><Default Extension=\"xml\""
                + " ContentType=\"application/xml\"/></Types>");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write((head + part.getValue()).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
