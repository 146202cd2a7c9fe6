package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.Events;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.NewsField;
import io.github.sentiment4j.evaluation.data.NewsFiles;
import io.github.sentiment4j.evaluation.data.VoteRule;
import io.github.sentiment4j.evaluation.format.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewsFilesTest {
  private static final String NEWS =
      """
      [{"id": "n1", "text": "up", "category": "Legal"}, {"id": "n2", "text": "down", "category": "Legal"},
       {"id": "n3", "text": "flat", "category": "Legal"}]
      """;

  @TempDir Path folder;
  private NewsFixture fixture;

  @BeforeEach
  void createFixture() {
    fixture = new NewsFixture(folder);
  }

  @Test
  void read_referenceFiles_countsEverything() throws IOException {
    PreparedData data = read(fixture.reference());

    assertThat(labels(data))
        .isEqualTo(
            Map.of(
                "Profit doubles", Sentiment.POSITIVE,
                "Plant closes", Sentiment.NEGATIVE,
                "Shares unchanged", Sentiment.NEUTRAL));
    assertThat(data.report().read()).isEqualTo(10);
    assertThat(data.report().dropped())
        .isEqualTo(
            Map.of(
                DropReason.DROPPED_CATEGORY, 1L,
                DropReason.UNKNOWN_CATEGORY, 2L,
                DropReason.NO_TEXT, 1L,
                DropReason.NO_LABEL, 1L,
                DropReason.UNLISTED_EVENTS, 1L,
                DropReason.UNDECIDED, 1L));
    assertThat(data.report().kept()).isEqualTo(3);
    assertThat(data.report().droppedCategories()).isEqualTo(Map.of("Sports", 1L));
    assertThat(data.report().unknownCategories()).isEqualTo(Map.of("Food", 1L, "(none)", 1L));
    assertThat(data.report().events()).containsExactly(new Events(8, Map.of("Weather", 2L), 11, 1));
    assertThat(data.report().inputs())
        .extracting(InputFile::role, InputFile::items)
        .containsExactly(tuple("events", 3L), tuple("labels", 8L), tuple("news", 10L));
  }

  private static Tuple tuple(Object... values) {
    return Tuple.tuple(values);
  }

  @Test
  void read_nestedFields_areMapped() throws IOException {
    Path news =
        fixture.write(
            "news.json",
            """
            {"source": {"name": "x", "items": [1]}, "data": {"articles": [
              {"head": {"key": 1}, "headline": "Up", "body": "Much", "tags": [{"section": "Tech"}]},
              {"head": {"key": 2}, "headline": "Down", "tags": [{"section": "Style"}, {"section": "Legal"}]}]}}
            """);
    Path labels =
        fixture.write(
            "labels.jsonl",
            """
            {"about": {"news": 1}, "found": {"list": [[{"what": "A", "raters": [{"vote": 1}, {"vote": 1}, {"vote": -1}]}]]}}
            {"about": {"news": 2}, "found": {"list": [[{"what": "B", "raters": [{"vote": -1}]}]]}}
            """);
    Path events =
        fixture.workbook(
            "list.xlsx",
            "Ereignisse",
            List.of(List.of("", "Name"), List.of("", "A"), List.of("", "B")));

    PreparedData data =
        PreparedData.read(
            DataSpec.builder()
                .data(
                    NewsFiles.of(news, labels, events)
                        .with(NewsField.NEWS_ITEMS, "data.articles")
                        .with(NewsField.NEWS_ID, "head.key")
                        .with(NewsField.NEWS_TEXT, "headline,body")
                        .with(NewsField.NEWS_CATEGORY, "tags.section")
                        .with(NewsField.LABELS_NEWS, "about.news")
                        .with(NewsField.LABELS_EVENTS, "found.list")
                        .with(NewsField.LABELS_EVENT, "what")
                        .with(NewsField.LABELS_SENTIMENT, "raters.vote")
                        .with(NewsField.EVENTS_ITEMS, "Ereignisse")
                        .with(NewsField.EVENTS_EVENT, "Name"))
                .label("1", Sentiment.POSITIVE)
                .label("-1", Sentiment.NEGATIVE)
                .build());

    assertThat(labels(data))
        .isEqualTo(Map.of("Up\nMuch", Sentiment.POSITIVE, "Down", Sentiment.NEGATIVE));
  }

  @Test
  void read_objectsKeyedByIdAndEvent_areMapped() throws IOException {
    Path labels =
        fixture.write(
            "labels.json",
            """
            {"n1": {"Earnings": "positive", "Weather": "negative"},
             "n2": {"Earnings": ["negative", "negative", "positive"]}, "n3": {}}
            """);
    Path events = fixture.write("events.csv", "event\nEarnings\n");

    PreparedData data =
        read(
            NewsFiles.of(fixture.write("news.json", NEWS), labels, events)
                .with(NewsField.LABELS_ITEMS, "$")
                .with(NewsField.LABELS_NEWS, "$key")
                .with(NewsField.LABELS_EVENTS, "$")
                .with(NewsField.LABELS_EVENT, "$key")
                .with(NewsField.LABELS_SENTIMENT, "$"));

    assertThat(labels(data))
        .isEqualTo(Map.of("up", Sentiment.POSITIVE, "down", Sentiment.NEGATIVE));
    assertThat(data.report().dropped()).isEqualTo(Map.of(DropReason.NO_LABEL, 1L));
  }

  @Test
  void read_labelsAsTable_aRowIsAnEvent() throws IOException {
    Path labels =
        fixture.write(
            "labels.csv",
            "news_id,event,sentiment\nn1,A,positive\nn1,B,positive\nn1,A,neutral\nn2,A,negative\n");

    PreparedData data =
        read(
            new NewsFiles(
                    List.of(fixture.write("news.json", NEWS)),
                    List.of(labels),
                    Optional.empty(),
                    Map.of(),
                    VoteRule.MAJORITY)
                .with(NewsField.LABELS_EVENTS, "$"));

    assertThat(labels(data))
        .isEqualTo(Map.of("up", Sentiment.POSITIVE, "down", Sentiment.NEGATIVE));
  }

  @Test
  void read_sentimentInTheList_isTheVoteOfEventsWithout() throws IOException {
    Path labels =
        fixture.write(
            "labels.json",
            """
            [{"news_id": "n1", "events": ["Profit", "Growth"]}, {"news_id": "n2", "events": ["Loss"]},
             {"news_id": "n3", "events": ["Loss", "Profit"]}]
            """);
    Path events =
        fixture.workbook(
            "events.xlsx",
            "events",
            List.of(
                List.of("event", "sentiment"),
                List.of("Profit", "positive"),
                List.of("Growth", "positive"),
                List.of("Loss", "negative")));

    PreparedData data =
        read(
            NewsFiles.of(fixture.write("news.json", NEWS), labels, events)
                .with(NewsField.LABELS_EVENT, "$"));

    assertThat(labels(data))
        .isEqualTo(Map.of("up", Sentiment.POSITIVE, "down", Sentiment.NEGATIVE));
    assertThat(data.report().dropped()).isEqualTo(Map.of(DropReason.UNDECIDED, 1L));
  }

  @Test
  void read_noCategoryField_keepsAll() throws IOException {
    PreparedData data = read(fixture.reference().with(NewsField.NEWS_CATEGORY, ""));

    assertThat(labels(data)).containsEntry("Team wins", Sentiment.POSITIVE);
    assertThat(data.report().dropped())
        .doesNotContainKeys(DropReason.DROPPED_CATEGORY, DropReason.UNKNOWN_CATEGORY);
  }

  @Test
  void read_unanimousRule_dropsWhatMajorityKeeps() throws IOException {
    PreparedData majority = read(fixture.reference());
    PreparedData unanimous =
        PreparedData.read(
            DataSpec.builder()
                .data(fixture.reference().withVotes(VoteRule.UNANIMOUS))
                .data(LabelledFile.of(fixture.write("more.csv", "text,label\nrises,positive\n")))
                .build());

    assertThat(labels(majority)).containsKey("Profit doubles");
    assertThat(labels(unanimous)).doesNotContainKeys("Profit doubles", "Plant closes");
  }

  @Test
  void read_fieldThatNoItemHas_listsThoseThatAreThere() throws IOException {
    NewsFiles files = fixture.reference().with(NewsField.LABELS_EVENTS, "annotations");

    assertInvalid(files)
        .hasMessageContaining(
            "labels.json: expected a value in \"annotations\", found none in 8 items")
        .hasMessageContaining(
            "the first has the fields: news_id, events, events.event, events.sentiment")
        .hasMessageContaining("--news-field labels.events=… names another one");
  }

  @Test
  void read_unknownLabels_areListedWithCounts() throws IOException {
    Path labels =
        fixture.write(
            "labels.json",
            """
            [{"news_id": "n1", "events": [{"event": "A", "sentiment": ["bullish", "bullish", "mixed"]}]}]
            """);
    NewsFiles files =
        NewsFiles.of(
            fixture.write("news.json", NEWS), labels, fixture.write("events.csv", "event\nA\n"));

    assertInvalid(files)
        .hasMessageContaining(
            "labels.json: expected the labels positive, neutral, negative, found others:"
                + " \"bullish\" (2, from line 1), \"mixed\" (1, line 1); say what they mean, such as --labels-map");
  }

  @Test
  void read_sheetThatIsNotThere_listsTheSheets() throws IOException {
    assertInvalid(fixture.reference().with(NewsField.EVENTS_ITEMS, "list"))
        .hasMessageContaining("events.xlsx: expected a sheet \"list\", found only events, notes");
  }

  @Test
  void ofId_unknownField_listsAll() {
    assertThatThrownBy(() -> NewsField.ofId("news.name"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "there is no field \"news.name\", only news.items, news.id, news.text");
  }

  private static AbstractThrowableAssert<?, ?> assertInvalid(NewsFiles files) {
    return assertThatThrownBy(() -> read(files))
        .isInstanceOfSatisfying(
            SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA));
  }

  private static PreparedData read(NewsFiles files) throws IOException {
    return PreparedData.read(DataSpec.builder().data(files).build());
  }

  private static Map<String, Sentiment> labels(PreparedData data) {
    Map<String, Sentiment> labels = new TreeMap<>();
    data.splits().values().forEach(of -> of.forEach(text -> labels.put(text.text(), text.label())));
    return labels;
  }
}
