package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.evaluation.format.InputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreparedDataTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void read_anyData_noTextIsInTwoSplitsAndCountsAddUp() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      DataSpec spec = random(seed).build();

      PreparedData data = PreparedData.read(spec);

      List<String> keys =
          data.splits().values().stream()
              .flatMap(List::stream)
              .map(text -> TextKey.of(text.text()))
              .toList();
      assertThat(keys).as("seed %d", seed).doesNotHaveDuplicates();
      assertThat((long) keys.size()).isEqualTo(data.report().kept());
      assertThat(data.report().read())
          .isEqualTo(data.report().kept() + sum(data.report().dropped()));
      assertThat(data.report().read())
          .isEqualTo(data.report().inputs().stream().mapToLong(InputFile::items).sum());
      assertThat(PreparedData.read(spec).splits()).isEqualTo(data.splits());
    }
  }

  /** Many equal and contradictory texts, some without a text or label, some held out. */
  private DataSpec.Builder random(int seed) throws IOException {
    Random random = new Random(seed);
    DataSpec.Builder spec = DataSpec.builder().seed(seed).downSampled(random.nextBoolean());
    spec.data(LabelledFile.of(randomFile("data.csv", random)));
    if (random.nextBoolean()) {
      spec.validation(LabelledFile.of(randomFile("validation.csv", random)));
    }
    if (random.nextBoolean()) {
      spec.test(LabelledFile.of(randomFile("test.csv", random)));
    }
    return spec;
  }

  private Path randomFile(String name, Random random) throws IOException {
    List<String> labels = List.of("positive", "neutral", "negative", "");
    List<String> texts = List.of("Text %d", "  text %d!", "TEXT  %d https://t.co/a", "");
    return write(
        name,
        IntStream.range(0, 20 + random.nextInt(300))
            .mapToObj(
                i -> {
                  int number = random.nextInt(400);
                  int label = random.nextInt(20) == 0 ? random.nextInt(4) : number % 3;
                  return String.format(texts.get(random.nextInt(texts.size())), number)
                      + ","
                      + labels.get(label);
                })
            .collect(Collectors.joining("\n", "text,label\n", "\n")));
  }

  @Test
  void read_contradictoryTexts_areAllDropped() throws IOException {
    PreparedData data =
        read(
            "text,label\nup,positive\nUp!,negative\nUP,positive\ndown,negative\nflat,neutral\nflat,neutral\n");

    assertThat(data.report().dropped())
        .isEqualTo(Map.of(DropReason.CONTRADICTORY, 3L, DropReason.DUPLICATE, 1L));
    assertThat(texts(data)).containsExactlyInAnyOrder("down", "flat");
  }

  @Test
  void read_heldOutFiles_keepTheirTexts() throws IOException {
    Path data = write("data.csv", "text,label\na,positive\nb,negative\nc,positive\nd,neutral\n");
    Path validation = write("validation.csv", "text,label\nb,negative\nc,positive\n");
    Path test = write("test.csv", "text,label\nC,positive\ne,neutral\n");

    PreparedData prepared =
        PreparedData.read(
            DataSpec.builder()
                .data(LabelledFile.of(data))
                .validation(LabelledFile.of(validation))
                .test(LabelledFile.of(test))
                .build());

    assertThat(texts(prepared, Split.TRAIN)).containsExactly("a", "d");
    assertThat(texts(prepared, Split.VALIDATION)).containsExactly("b");
    assertThat(texts(prepared, Split.TEST)).containsExactly("C", "e");
    assertThat(prepared.report().dropped()).isEqualTo(Map.of(DropReason.HELD_OUT, 3L));
  }

  @Test
  void read_categoryColumn_filters() throws IOException {
    Path file =
        write(
            "data.tsv",
            "text\tlabel\tsection\na\tpositive\tTech\nb\tnegative\tlegal\nc\tneutral\tHealth\nd\tneutral\tFood\n");

    PreparedData data =
        PreparedData.read(
            DataSpec.builder().data(LabelledFile.of(file).withCategory("section")).build());

    assertThat(texts(data)).containsExactlyInAnyOrder("a", "b");
    assertThat(data.report().unknownCategories()).isEqualTo(Map.of("Food", 1L));
    assertThat(data.report().droppedCategories()).isEqualTo(Map.of("Health", 1L));
    assertThat(data.report().warnings()).contains("no text in train is neutral");
  }

  @Test
  void read_workbook_numbersAreLabels() throws IOException {
    Path file = folder.resolve("data.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook workbook = new Workbook(out, "sentiment4j", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("texts");
      sheet.value(2, 1, "Title");
      sheet.value(2, 2, "label");
      sheet.value(3, 1, "up");
      sheet.value(3, 2, 1);
      sheet.value(5, 1, 2026);
      sheet.value(5, 2, 0);
      sheet.finish();
    }

    LabelledTexts texts =
        LabelledTexts.read(
            LabelledFile.of(file), Map.of("1", Sentiment.POSITIVE, "0", Sentiment.NEGATIVE));

    assertThat(texts.texts())
        .containsExactly(
            new LabelledText("up", Sentiment.POSITIVE),
            new LabelledText("2026", Sentiment.NEGATIVE));
  }

  @Test
  void read_loneSurrogate_isDropped() throws IOException {
    Path file =
        write(
            "data.jsonl",
            """
            {"text": "a \\ud83d", "label": "positive"}
            {"text": "b \\ud83d\\ude80", "label": "positive"}
            {"text": "c", "label": "negative"}
            """);

    PreparedData data = PreparedData.read(DataSpec.builder().data(LabelledFile.of(file)).build());

    assertThat(data.report().dropped()).isEqualTo(Map.of(DropReason.MALFORMED_TEXT, 1L));
  }

  @Test
  void read_oneLabel_says_what() throws IOException {
    assertThatThrownBy(() -> read("text,label\na,positive\nb,positive\nA,positive\n"))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining(
            "expected texts of at least two labels, found 2 that are positive; dropped were 1"
                + " (same text again)");
  }

  @Test
  void read_nothingLeft_saysWhatWasDropped() throws IOException {
    assertThatThrownBy(() -> read("text,label\n,positive\nb,\n"))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("found none; dropped were 1 (no text), 1 (no label)");
  }

  @Test
  void save_folder_holdsSplitsThatReadTheSame() throws IOException {
    PreparedData data = PreparedData.read(random(3).build());
    Path out = folder.resolve("new/data");

    data.save(out, Map.of("labels.png", new byte[] {1}));

    assertThat(out).isDirectoryContaining("glob:**labels.png");
    for (Split split : Split.values()) {
      LabelledTexts texts =
          LabelledTexts.read(LabelledFile.of(out.resolve(split.fileName())), Map.of());
      assertThat(texts.texts()).isEqualTo(data.texts(split));
      assertThat(texts.dropped()).isEmpty();
    }
    JsonNode json = MAPPER.readTree(out.resolve(PreparedData.REPORT_FILE).toFile());
    assertThat(json.at("/read").asLong()).isEqualTo(data.report().read());
    assertThat(json.at("/settings/seed").asLong()).isEqualTo(3);
    assertThat(json.at("/settings/votes/0").asText()).isEqualTo("unanimous");
    assertThat(json.at("/inputs/0/sha256").asText()).hasSize(64);
    assertThat(json.at("/splits/train/texts").asInt()).isEqualTo(data.texts(Split.TRAIN).size());
    try (Stream<Path> siblings = Files.list(out.getParent())) {
      assertThat(siblings).containsExactly(out);
    }
  }

  @Test
  void save_sameSpecTwice_writesTheSameBytes() throws IOException {
    DataSpec spec = random(5).build();
    PreparedData.read(spec).save(folder.resolve("one"));
    PreparedData.read(spec).save(folder.resolve("two"));

    for (String name : List.of("train.jsonl", "validation.jsonl", "test.jsonl", "data.json")) {
      assertThat(folder.resolve("one").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(name));
    }
  }

  @Test
  void save_folderWithFiles_isLeftAlone() throws IOException {
    PreparedData data = PreparedData.read(random(1).build());
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("mine"), "x");

    assertThatThrownBy(() -> data.save(out))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(
            "expected a folder that is empty or not there yet, found files; name another one");
    assertThat(out).isDirectoryNotContaining("glob:**.jsonl");
  }

  @Test
  void save_failsHalfway_leavesNothing() throws IOException {
    PreparedData data = PreparedData.read(random(1).build());
    Path out = folder.resolve("parent/out");

    assertThatThrownBy(() -> data.save(out, Map.of("no/such/folder.png", new byte[1])))
        .isInstanceOf(IOException.class);
    try (Stream<Path> siblings = Files.list(out.getParent())) {
      assertThat(siblings).isEmpty();
    }
  }

  private PreparedData read(String csv) throws IOException {
    return PreparedData.read(
        DataSpec.builder().data(LabelledFile.of(write("data.csv", csv))).build());
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<String> texts(PreparedData data) {
    return Stream.of(Split.values()).flatMap(split -> texts(data, split).stream()).toList();
  }

  private static List<String> texts(PreparedData data, Split split) {
    return data.texts(split).stream().map(LabelledText::text).toList();
  }

  private static long sum(Map<DropReason, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
