package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.Events;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.NewsField;
import io.github.sentiment4j.evaluation.data.NewsFiles;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.evaluation.data.VoteRule;
import io.github.sentiment4j.evaluation.format.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with several files is said in one run. */
final class FaultsTest {
  @TempDir Path folder;

  @Test
  void read_faultsOfAllFiles_areInOneMessage() throws IOException {
    Path rows = write("rows.csv", "text,label\na,positive\nb,c,negative\nd,up\ne\nf,up\n");
    Path lines =
        write(
            "lines.jsonl", "{\"text\": \"a\", \"label\": \"positive\"}\n[1]\n\n{\"text\": \"b\"\n");
    Path columns = write("columns.csv", "headline,label\na,positive\n");
    Path cut = write("cut.json", "[{\"text\": \"a\", \"label\": \"maybe\"},\n{\"text\": ");
    Path none = folder.resolve("none.csv");
    Path empty = write("empty.csv", "text,label\n");

    DataSpec.Builder spec = DataSpec.builder();
    List.of(rows, lines, columns, cut, none).forEach(file -> spec.data(LabelledFile.of(file)));
    spec.test(LabelledFile.of(empty));

    assertThatThrownBy(() -> PreparedData.read(spec.build()))
        .isInstanceOfSatisfying(
            SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
        .message()
        .matches(
            """
            10 faults in the data:
              F/rows.csv, line 3: expected 2 values as in the header, found 3; .*
              F/rows.csv, line 5: expected 2 values as in the header, found 1; .*
              F/rows.csv: expected the labels .*, found others: "up" \\(2, from line 4\\); .*
              F/lines.jsonl, line 2: expected a JSON object, found "\\[1]"
              F/lines.jsonl, line 4, column \\d+: expected JSON, found the end of the text
              F/columns.csv: expected a value in "text\\|Title", found none in 1 item; .*
              F/cut.json, line 2, column \\d+: expected JSON, found the end of the text
              F/cut.json: expected the labels .*, found others: "maybe" \\(1, line 1\\); .*
              F/none.csv: there is no such file
              F/empty.csv: expected items, found none: the file is empty
             \\[INVALID_DATA, see https://.*/docs/troubleshooting.md#invalid-data]"""
                .replace("F/", folder + "/"));
  }

  @Test
  void read_manyFaults_areCountedAndTheFirstAreShown() throws IOException {
    String bad = IntStream.range(0, 1000).mapToObj(i -> "a,b,c\n").collect(Collectors.joining());
    Path file = write("a.csv", "text,label\n" + bad);

    assertThatThrownBy(() -> LabelledTexts.read(LabelledFile.of(file), Map.of()))
        .message()
        .startsWith("1000 faults in the data:\n  " + file + ", line 2: ")
        .contains("\n  " + file + ", line 21: ")
        .doesNotContain("line 22")
        .contains("\n  and 980 more\n");
  }

  @Test
  void read_onlyFaultIsAMissingFile_isThatFailure() throws IOException {
    Path file = write("a.csv", "text,label\na,positive\nb,negative\n");
    Path none = folder.resolve("none.csv");

    assertThatThrownBy(
            () ->
                PreparedData.read(
                    DataSpec.builder()
                        .data(LabelledFile.of(file))
                        .data(LabelledFile.of(none))
                        .build()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(none.toString());
  }

  @Test
  void read_faultsOfNewsFiles_areInOneMessage() throws IOException {
    Path news = write("news.jsonl", "{\"id\": 1, \"text\": \"a\", \"category\": \"Tech\"}\n{\n");
    Path labels = write("labels.csv", "news_id,event,sentiment\n1,A,good\n2,A\n");
    Path events = write("events.csv", "name\nA\n");

    assertThatThrownBy(
            () ->
                PreparedData.read(
                    DataSpec.builder()
                        .data(NewsFiles.of(news, labels, events).with(NewsField.LABELS_EVENTS, "$"))
                        .build()))
        .message()
        .startsWith("3 faults in the data:\n")
        .contains(events + ": expected a value in \"event|Event\"")
        .contains(labels + ", line 3: expected 3 values")
        .contains(news + ", line 2, column ");
  }

  @Test
  void read_interrupted_stopsAtOnce() throws IOException {
    Path file = write("a.csv", "text,label\na,positive\nb,negative\n");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> LabelledTexts.read(LabelledFile.of(file), Map.of()))
          .isInstanceOfSatisfying(
              SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void read_ignoredLabels_areNoVotes() throws IOException {
    Path file =
        write(
            "a.jsonl",
            """
            {"text": "a", "label": "positive"}
            {"text": "b", "label": ["negative", "n/a", "negative"]}
            {"text": "c", "label": " N/A"}
            {"text": "d"}
            """);

    PreparedData data =
        PreparedData.read(
            DataSpec.builder().data(LabelledFile.of(file)).ignoredLabel("N/A").build());

    assertThat(data.report().kept()).isEqualTo(2);
    assertThat(data.report().dropped())
        .isEqualTo(Map.of(DropReason.IGNORED_LABEL, 1L, DropReason.NO_LABEL, 1L));
    data.save(folder.resolve("out"));
    assertThat(folder.resolve("out/data.json")).content().contains("\"N/A\" : null");
  }

  @Test
  void read_ignoredLabelsOfEvents_areNoVotes() throws IOException {
    Path news =
        write(
            "news.json",
            """
            [{"id": 1, "text": "a", "category": "Tech"}, {"id": 2, "text": "b", "category": "Tech"},
             {"id": 3, "text": "c", "category": "Tech"}]
            """);
    Path labels =
        write(
            "labels.json",
            """
            [{"news_id": 1, "events": [{"event": "A", "sentiment": ["N/A", "positive"]}]},
             {"news_id": 2, "events": [{"event": "A", "sentiment": "N/A"}]},
             {"news_id": 3, "events": [{"event": "A", "sentiment": "negative"}]}]
            """);

    PreparedData data =
        PreparedData.read(
            DataSpec.builder()
                .data(
                    new NewsFiles(
                        List.of(news),
                        List.of(labels),
                        Optional.empty(),
                        Map.of(),
                        VoteRule.MAJORITY))
                .ignoredLabel("n/a")
                .build());

    assertThat(data.report().kept()).isEqualTo(2);
    assertThat(data.report().dropped()).isEqualTo(Map.of(DropReason.IGNORED_LABEL, 1L));
  }

  @Test
  void build_labelWithMeaningThatIsIgnored_isRefused() {
    DataSpec.Builder spec =
        DataSpec.builder()
            .data(LabelledFile.of(Path.of("a.csv")))
            .label("up", Sentiment.POSITIVE)
            .ignoredLabel("UP");

    assertThatThrownBy(spec::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the label \"up\" has a meaning and is to be ignored");
  }

  @Test
  void read_newsAndLabelsOfSeveralMonths_areOneDataSet() throws IOException {
    Path january = write("1.json", "[{\"id\": 1, \"text\": \"a\", \"category\": \"Tech\"}]");
    Path february = write("2.csv", "id,text,category\n2,b,Legal\n3,c,Sports\n");
    Path firstLabels =
        write(
            "l1.json",
            "[{\"news_id\": 1, \"events\": [{\"event\": \"A\", \"sentiment\": \"positive\"}]}]");
    Path moreLabels =
        write(
            "l2.json",
            "[{\"news_id\": 2, \"events\": [{\"event\": \"A\", \"sentiment\": \"negative\"}]},"
                + " {\"news_id\": 9, \"events\": []}]");

    PreparedData data =
        PreparedData.read(
            DataSpec.builder()
                .data(
                    new NewsFiles(
                        List.of(january, february),
                        List.of(firstLabels, moreLabels),
                        Optional.empty(),
                        Map.of(),
                        VoteRule.MAJORITY))
                .build());

    assertThat(data.report().kept()).isEqualTo(2);
    assertThat(data.report().dropped()).isEqualTo(Map.of(DropReason.DROPPED_CATEGORY, 1L));
    assertThat(data.report().inputs())
        .extracting(InputFile::role)
        .containsExactly("labels", "labels", "news", "news");
    assertThat(data.report().events()).containsExactly(new Events(2, Map.of(), 2, 0));
  }

  @Test
  void read_severalHeldOutFiles_areTheSplits() throws IOException {
    Path train = write("a.csv", "text,label\na,positive\nb,negative\n");

    PreparedData data =
        PreparedData.read(
            DataSpec.builder()
                .data(LabelledFile.of(train))
                .validation(LabelledFile.of(write("v1.csv", "text,label\nc,positive\n")))
                .validation(LabelledFile.of(write("v2.csv", "text,label\nd,negative\n")))
                .test(LabelledFile.of(write("t1.csv", "text,label\ne,positive\n")))
                .test(LabelledFile.of(write("t2.csv", "text,label\nf,negative\na,positive\n")))
                .build());

    assertThat(data.texts(Split.TRAIN)).hasSize(1);
    assertThat(data.texts(Split.VALIDATION)).hasSize(2);
    assertThat(data.texts(Split.TEST)).hasSize(3);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
