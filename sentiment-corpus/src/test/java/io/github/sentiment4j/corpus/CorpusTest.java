package io.github.sentiment4j.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns, the sentences made of them, and the command line. */
final class CorpusTest {
  private static final HeldOut NOTHING = new HeldOut(List.of());

  private static final String REST =
      "\n@neutral\nsame [one|two|three]\n@negative\ndown [one|two|three]\n";

  @TempDir private Path folder;

  @Test
  void generate_sameSeed_givesTheSameSentences() throws IOException {
    Patterns patterns = Patterns.read(Path.of("../sentiment-embedded/recipe/patterns-en.txt"));

    List<Sentence> sentences = new Generator(patterns, NOTHING, 7, 0.3).generate(900);

    assertThat(new Generator(patterns, NOTHING, 7, 0.3).generate(900)).isEqualTo(sentences);
    assertThat(new Generator(patterns, NOTHING, 8, 0.3).generate(900)).isNotEqualTo(sentences);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void generate_shippedPatterns_givesDifferentSentencesOfBalancedLabels(String language)
      throws IOException {
    Patterns patterns =
        Patterns.read(Path.of("../sentiment-embedded/recipe/patterns-" + language + ".txt"));

    List<Sentence> sentences = new Generator(patterns, NOTHING, 1, 0).generate(5000);

    assertThat(sentences.stream().map(Sentence::text)).doesNotHaveDuplicates();
    assertThat(count(sentences, Sentence::label))
        .isEqualTo(Map.of("positive", 1667L, "neutral", 1667L, "negative", 1666L));
    assertThat(patterns.size()).as("patterns").isGreaterThan(300);
    assertThat(sentences)
        .allSatisfy(
            sentence ->
                assertThat(sentence.text())
                    .doesNotContain("{", "}", "[", "]", "|", "  ", " ,", " ."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void text_eachShippedPattern_givesSentences(String language) throws IOException {
    Patterns patterns =
        Patterns.read(Path.of("../sentiment-embedded/recipe/patterns-" + language + ".txt"));
    Generator generator = new Generator(patterns, NOTHING, 1, 0);

    assertThat(
            Stream.of("positive", "neutral", "negative")
                .flatMap(label -> patterns.of(label).stream()))
        .hasSize(patterns.size())
        .filteredOn(
            pattern ->
                Stream.generate(() -> generator.text(pattern)).limit(40).distinct().count() < 4)
        .as("patterns with less than four sentences")
        .isEmpty();
  }

  @Test
  void generate_severalPatterns_usesEachAsOften() throws IOException {
    Patterns patterns =
        patterns("@number n from 1 to 900 step 1\n@positive\na {n}\nb {n}\nc {n}" + REST);

    List<Sentence> sentences = new Generator(patterns, NOTHING, 1, 0).generate(9);

    assertThat(
            count(
                sentences.stream().filter(s -> s.label().equals("positive")).toList(),
                s -> s.text().charAt(0)))
        .isEqualTo(Map.of('A', 1L, 'B', 1L, 'C', 1L));
  }

  @Test
  void generate_patternUsedUp_leavesTheRestToOthers() throws IOException {
    Patterns patterns = patterns("@number n from 1 to 900 step 1\n@positive\na\nb {n}" + REST);

    List<Sentence> sentences = new Generator(patterns, NOTHING, 1, 0).generate(9);

    assertThat(sentences.stream().map(Sentence::text).filter(text -> text.startsWith("B")))
        .hasSize(2);
  }

  @Test
  void generate_moreThanThereAre_saysHowManyThereAre() throws IOException {
    Patterns patterns = patterns("@positive\nup [one|two|three|four]" + REST);

    assertThatThrownBy(() -> new Generator(patterns, NOTHING, 1, 0).generate(12))
        .hasMessage(
            "the patterns under @neutral give 3 different sentences, not 4; write more of them or lower --count");
  }

  @Test
  void generate_heldOutSentence_isLeftOut() throws IOException {
    Patterns patterns = patterns("@positive\nwe won an order in [Spain|France]" + REST);

    List<Sentence> sentences =
        new Generator(patterns, new HeldOut(List.of("They won an order in Spain.")), 1, 0)
            .generate(3);

    assertThat(sentences).contains(new Sentence("We won an order in France", "positive"));
  }

  @Test
  void text_numbers_areInTheirRelation() throws IOException {
    Patterns patterns =
        patterns(
            "@number n from 0.5 to 95 step 0.1\n@positive\n{n.low} {n.high} {n.up} {n.down} {n.gap} {n.before} {n.after} {n}"
                + REST);
    Generator generator = new Generator(patterns, NOTHING, 1, 0);

    for (int i = 0; i < 2000; i++) {
      String text = generator.text(patterns.of("positive").get(0));
      double[] n = Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
      assertThat(n[0]).as(text).isBetween(0.5, 95.0).isLessThan(n[1]);
      assertThat(n[2])
          .as("rise in %s", text)
          .isCloseTo((n[1] / n[0] - 1) * 100, within(0.5 + 1e-9));
      assertThat(n[3])
          .as("fall in %s", text)
          .isCloseTo((1 - n[0] / n[1]) * 100, within(0.5 + 1e-9));
      assertThat(n[4]).as("gap in %s", text).isCloseTo(n[1] - n[0], within(1e-9));
      assertThat(n[5]).as("before in %s", text).isCloseTo(n[0] - 0.1, within(1e-9));
      assertThat(n[6]).as("after in %s", text).isCloseTo(n[0] + 0.1, within(1e-9));
      assertThat(n[7]).as("plain in %s", text).isEqualTo(n[0]);
    }
  }

  @Test
  void text_sameSlot_hasOneValueAndTheNumberedOneAnother() throws IOException {
    Patterns patterns =
        patterns(
            "@slot name\n[Abo|Ebo|Ibo]\n@slot firm\n{name} [Ltd|Inc]\n@positive\n{firm}, {firm} and {firm#2}"
                + REST);
    Generator generator = new Generator(patterns, NOTHING, 1, 0);

    for (int i = 0; i < 200; i++) {
      String[] firms = generator.text(patterns.of("positive").get(0)).split(", | and ", -1);
      assertThat(firms[1]).isEqualTo(firms[0]).isNotEqualTo(firms[2]);
      assertThat(firms[1].substring(0, 3)).isNotEqualTo(firms[2].substring(0, 3));
    }
  }

  @Test
  void text_groupedNumber_hasCommas() throws IOException {
    Patterns patterns =
        patterns("@number n from 1000 to 1000000 step 500 grouped\n@positive\n{n}" + REST);

    assertThat(new Generator(patterns, NOTHING, 1, 0).text(patterns.of("positive").get(0)))
        .matches("\\d{1,3}(,\\d{3})+");
  }

  @Test
  void text_emptyAlternative_leavesNoSpace() throws IOException {
    Patterns patterns =
        patterns(
            "@slot none\n[|]\n@positive\n{none} sales [|] rose [|] ( {none} strongly) {none} ."
                + REST);

    assertThat(new Generator(patterns, NOTHING, 1, 0).text(patterns.of("positive").get(0)))
        .isEqualTo("Sales rose (strongly).");
  }

  @Test
  void spaced_punctuation_standsAlone() {
    assertThat(Generator.spaced("The group's profit rose 5.4% (3.1%), to EUR 1,200 mn."))
        .isEqualTo("The group 's profit rose 5.4 % ( 3.1 % ) , to EUR 1,200 mn .");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "a {compny} b > {compny} is not defined; slots are [none], numbers are [n]",
        "a {n.higher} > a number has no '.higher', only .after, .before, .down, .gap, .high, .low, .up",
        "a {none.low} > {none} is no number and has no '.low'",
        "a {none b > '{' at column 3 is not closed",
        "a {n-1} > expected {name}, {name#2} or {name.member}, found '{n-1}'",
        "a [b|c > '[' at column 3 is not closed",
        "a [b] > '[' at column 3 has one alternative only",
        "a b] > ']' at column 4 closes nothing",
        "a } > '}' at column 3 closes nothing",
        "a | b > '|' at column 3 is outside of [ ]",
        "first > the same pattern stands above",
        "@slots x > expected @positive, @neutral, @negative, @slot NAME or @number NAME from LOW to HIGH step STEP [grouped], found '@slots x'",
        "@slot n > 'n' is defined above",
        "@slot 2nd > expected a name of letters, found '2nd'",
        "@number x from 9 to 2 step 1 > expected 0 < step <= from < to",
        "@number x from 1 to 2 step 0.1 grouped > grouped numbers have whole steps",
      })
  void read_wrongLine_saysWhichAndWhy(String line, String message) throws IOException {
    Path file =
        file("@slot none\n[|]\n@number n from 1 to 9 step 1\n@positive\nfirst\n" + line + REST);

    assertThatThrownBy(() -> Patterns.read(file)).hasMessage(file + ":6: " + message);
  }

  @Test
  void read_lineWithoutSection_isRefused() throws IOException {
    Path file = file("# comment\n\nsales rose");

    assertThatThrownBy(() -> Patterns.read(file))
        .hasMessage(
            file
                + ":3: this line is in no section; expected @positive, @neutral, @negative or @slot above it");
  }

  @Test
  void read_missingParts_areNamed() throws IOException {
    Path empty = file("@slot x\n@positive\na {x}" + REST);
    assertThatThrownBy(() -> Patterns.read(empty)).hasMessage(empty + ": @slot x has no lines");

    Path cycle = file("@slot x\n{y}\n@slot y\n[a|{x}]\n@positive\n{x}" + REST);
    assertThatThrownBy(() -> Patterns.read(cycle))
        .hasMessage(cycle + ": @slot x stands for itself, through [x, y]");

    Path onlyPositive = file("@positive\nup");
    assertThatThrownBy(() -> Patterns.read(onlyPositive))
        .hasMessage(onlyPositive + ": there is no pattern under @neutral");
  }

  @Test
  void text_tooFewValues_areNamed() throws IOException {
    Patterns patterns = patterns("@slot x\na\n@positive\n{x} {x#2}" + REST);

    assertThatThrownBy(() -> new Generator(patterns, NOTHING, 1, 0).generate(3))
        .hasMessageEndingWith("{x} has too few values for {x#2}");
  }

  @Test
  void literals_alternatives_areAllTextsBetweenSlots() throws IOException {
    Patterns patterns = patterns("@slot x\nof [a|b]\n@positive\n[one|two] rose {x} today" + REST);

    assertThat(patterns.literals().get(2)).containsExactly("of a", "of b");
    assertThat(patterns.literals().get(4)).containsExactly("one rose ", " today", "two rose ");
  }

  @Test
  void literals_tooManyAlternatives_areRefused() throws IOException {
    Patterns patterns = patterns("@positive\n" + "[a|b|c|d|e|f|g|h|i|j]".repeat(6) + REST);

    assertThatThrownBy(patterns::literals)
        .hasMessageEndingWith(
            ":2: more than 100000 combinations of alternatives; make two lines of it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "Sales rose to EUR 5.4 mn from 3.2. > 'SALES ROSE, to eur 5'",
        "Sales rose to EUR 5.4 mn from 3.2. > the eur 5.4-mn from then",
        "央行宣布下调存款准备金率 > 昨日，央行宣布下调存款",
        "净利大增，订单饱满，前景可期 > 大增 订单饱满前景",
        "净利大增，订单饱满，前景可期 > 大增，订单饱满，呀",
      })
  void shared_runInBoth_isFound(String heldOut, String text) {
    assertThat(new HeldOut(List.of(heldOut)).shared(text)).isNotEmpty().containsValue(heldOut);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "Sales rose to EUR 5.4 mn from 3.2. > sales rose to eur six",
        "央行宣布下调存款准备金率 > 央行宣布下调存贷款",
        "净利大增，订单饱满，前景可期 > 净利大降，订单饱满，呀",
      })
  void shared_shorterRun_isNotFound(String heldOut, String text) {
    assertThat(new HeldOut(List.of(heldOut)).shared(text)).isEmpty();
  }

  @Test
  void run_generateAndOverlap_writeAndReport() throws IOException {
    Path patterns = file("@positive\nup [one|two|three], \"so\" to say" + REST);
    Path heldOut =
        Files.writeString(
            folder.resolve("held-out.jsonl"),
            "{\"label\": \"x\", \"text\": \"a \\u4e2d\\\" b\"}\n");
    Path out = folder.resolve("out.jsonl");

    assertThat(
            run(
                "generate",
                "--patterns",
                "" + patterns,
                "--held-out",
                "" + heldOut,
                "--count",
                "9",
                "--seed",
                "1",
                "--out",
                "" + out))
        .isEqualTo("0 9 sentences of 3 patterns in " + out + "\n");
    assertThat(Files.readAllLines(out))
        .hasSize(9)
        .contains("{\"text\": \"Up two, \\\"so\\\" to say\", \"label\": \"positive\"}");

    assertThat(run("overlap", "--held-out", "" + heldOut, "--patterns", "" + patterns, "" + out))
        .isEqualTo("0 0 runs are shared with held-out sentences\n");
    assertThat(run("overlap", "--held-out", "" + out, "--patterns", "" + patterns, "" + out))
        .startsWith("1 " + patterns + ":2: 'up one so to say")
        .contains(out + ":");
  }

  @Test
  void run_wrongArguments_areNamed() throws IOException {
    Path noText = Files.writeString(folder.resolve("no-text.jsonl"), "{\"text\": \"a\"}\n{}\n");

    assertThat(run()).isEqualTo("2 expected 'generate' or 'overlap', found ''\n");
    assertThat(run("overlap", "a.csv")).isEqualTo("2 expected --held-out, once or several times\n");
    assertThat(run("overlap", "--seed", "1"))
        .isEqualTo("2 unknown option --seed; options are --patterns, --held-out\n");
    assertThat(run("overlap", "--held-out")).isEqualTo("2 --held-out needs a value\n");
    assertThat(run("overlap", "--held-out", "" + noText))
        .isEqualTo("2 " + noText + ":2: expected {\"text\": \"...\"}\n");
    assertThat(run("overlap", "--held-out", "none.jsonl"))
        .startsWith("2 cannot read or write: none.jsonl");
    assertThat(run("generate")).isEqualTo("2 expected --patterns once, found it 0 times\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "--count > 0 > --count is a whole number from 1 on, found '0'",
        "--seed > -1 > --seed is a whole number from 0 on, found '-1'",
        "--spaced > 2 > --spaced is a share from 0 to 1, found '2'",
      })
  void run_wrongNumber_isNamed(String option, String value, String message) throws IOException {
    Path patterns = file("@positive\nup" + REST);
    Path heldOut = Files.writeString(folder.resolve("held-out.jsonl"), "");
    Map<String, String> values =
        new TreeMap<>(Map.of("--count", "3", "--seed", "1", "--spaced", "0"));
    values.put(option, value);

    assertThat(
            run(
                Stream.concat(
                        Stream.of(
                            "generate",
                            "--patterns",
                            "" + patterns,
                            "--held-out",
                            "" + heldOut,
                            "--out",
                            "x"),
                        values.entrySet().stream()
                            .flatMap(e -> Stream.of(e.getKey(), e.getValue())))
                    .toArray(String[]::new)))
        .isEqualTo("2 " + message + "\n");
  }

  /** Exit code, space, what was printed. */
  private static String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code = Corpus.run(new PrintStream(out, true, StandardCharsets.UTF_8), args);
    return code + " " + out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private Patterns patterns(String text) throws IOException {
    return Patterns.read(file(text));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "patterns", ".txt"), text);
  }

  private static <K> Map<K, Long> count(List<Sentence> sentences, Function<Sentence, K> by) {
    return sentences.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
  }
}
