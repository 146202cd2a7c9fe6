package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.Docs;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.input.LabelMeaning;
import io.github.sentiment4j.cli.input.LabelledFileOptions;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.evaluation.data.Categories;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.NewsField;
import io.github.sentiment4j.evaluation.data.NewsFiles;
import io.github.sentiment4j.evaluation.data.VoteRule;
import io.github.sentiment4j.train.data.DataSpec;
import io.github.sentiment4j.train.data.PreparedData;
import io.github.sentiment4j.train.data.Shares;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sentiment prepare}: makes a data set. */
@Command(
    name = "prepare",
    header = "Splits labelled texts into training, validation and test sets.",
    description = {
      "",
      "Reads tables and JSON, or news with events and their labels. Turns several votes into one"
          + " label; drops unwanted categories and contradictory or repeated texts; splits by"
          + " seed, so that every label has its share in every split and no text is in two. The"
          + " folder appears whole or not at all: train.jsonl, validation.jsonl and test.jsonl"
          + " with {\"text\": …, \"label\": …} in each line, data.json (counts of what was read,"
          + " dropped and kept; --json prints it) and labels.png. This page has the rules:",
      Docs.ADDRESS + "training.md"
    },
    customSynopsis = {
      "sentiment prepare [OPTION]... --data FILE --out FOLDER",
      "       sentiment prepare [OPTION]... --news FILE --news-labels FILE --event-list FILE --out FOLDER"
    },
    exitCodeList = {
      "0:the folder is written",
      ExitCode.USAGE_HELP,
      "4:the data cannot be used, the folder has files, or writing failed",
      ExitCode.INTERRUPTED_HELP
    },
    footer = {
      "  sentiment prepare --data SEntFiN.csv --out data",
      "  sentiment prepare --data sent_train.csv --test sent_valid.csv \\",
      "      --labels-map 0=negative,1=positive,2=neutral --out data",
      "  sentiment prepare --news news.json --news-labels labels.json --event-list events.xlsx \\",
      "      --news-field news.text=headline,body --news-field labels.sentiment=raters.vote --out data"
    })
public final class PrepareCommand extends StreamsCommand {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Labelled texts to split: .csv, .tsv, .json, .jsonl or .xlsx; repeat it for several"
              + " files.")
  private List<Path> data = List.of();

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      description =
          "Labelled texts for the validation split; repeat it for several files. Default: a share"
              + " of the data.")
  private List<Path> validation = List.of();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "Labelled texts for the test split; repeat it for several files. Default: a share of"
              + " the data. A text that also occurs elsewhere is kept only here.")
  private List<Path> test = List.of();

  @Mixin private LabelledFileOptions labelledFiles;

  @Option(
      names = "--category-column",
      paramLabel = "FIELD",
      description =
          "The column or JSON field with the category. Default: none; all items are kept.")
  private @Nullable String categoryColumn;

  @Option(
      names = "--news",
      paramLabel = "FILE",
      description =
          "News items with their meta-information, usually JSON; repeat it for several files.")
  private List<Path> news = List.of();

  @Option(
      names = "--news-labels",
      paramLabel = "FILE",
      description =
          "The labels of the news items' events, usually JSON; repeat it for several files.")
  private List<Path> newsLabels = List.of();

  @Option(
      names = "--event-list",
      paramLabel = "FILE",
      description = "The events that count, usually .xlsx. Default: all events count.")
  private @Nullable Path eventList;

  @Option(
      names = "--news-field",
      paramLabel = "NAME=FIELD",
      description =
          "The place of a field in these files; repeat it for each NAME. Defaults:"
              + " news.id=id|news_id, news.text=text|title, news.category=meta.category|category,"
              + " labels.news=news_id|id, labels.events=events|labels, labels.event=event|name,"
              + " labels.sentiment=sentiment|label|votes, events.event=event|Event,"
              + " events.sentiment=sentiment|Sentiment; news.items, labels.items and events.items"
              + " are the path inside a file, or the sheet. a|b is the first that is there, a,b"
              + " all of them, a.b a path through objects and arrays, $ the item, $key its name.")
  private List<String> newsFields = List.of();

  @Option(
      names = "--votes",
      paramLabel = "RULE",
      description =
          "The rule for several labels of one text: majority (a tie drops the text) or unanimous"
              + " (different labels drop it). Default: majority for news, unanimous for --data.")
  private @Nullable VoteRule votes;

  @Option(
      names = "--keep-categories",
      split = ",",
      paramLabel = "NAME",
      description =
          "Categories that are kept, separated by commas. Default: Business, Companies, Politics,"
              + " Economy, Tech, Sustainability, Legal, Technology, Real Estate, Climate.")
  private @Nullable List<String> keptCategories;

  @Option(
      names = "--drop-categories",
      split = ",",
      paramLabel = "NAME",
      description =
          "Categories that are known and dropped. Default: Health, Style, Sports, Work & Careers,"
              + " Life & Arts. Others are dropped too and reported by name.")
  private @Nullable List<String> droppedCategories;

  @Option(
      names = "--shares",
      split = ",",
      paramLabel = "N",
      description =
          "The sizes of train, validation and test, in any unit: texts, percentages or fractions"
              + " such as 0.8,0.1,0.1. Default: 7147,1021,908.")
  private @Nullable List<String> shares;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of all random choices. Default: 42.")
  private @Nullable Long seed;

  @Option(
      names = "--down-sample",
      description = "Leaves out training texts until all labels have as many as the rarest.")
  private boolean downSampled;

  @Alias({"--output", "--output-dir"})
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder to make, which must be new or empty.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Mixin private ReportOption report;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public PrepareCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    DataSpec wanted = checked(this::spec);
    PreparedData.requireEmpty(out);
    return files().run(() -> prepare(wanted));
  }

  private CommandFiles files() throws IOException {
    return new CommandFiles(spec)
        .readsEachOnce(
            "--data, --validation and --test",
            Stream.of(data, validation, test).flatMap(List::stream).toList())
        .readsEachOnce("--news", news)
        .readsEachOnce("--news-labels", newsLabels)
        .reads("--event-list", Optional.ofNullable(eventList))
        .makesFolderAndParents(out)
        .writesStandardOutput();
  }

  private int prepare(DataSpec wanted) throws IOException {
    PreparedData prepared = PreparedData.read(wanted);
    List<String> warnings = new ArrayList<>(prepared.report().warnings());
    prepared.save(out, pictures(prepared, warnings));
    if (report.isJson()) {
      warnings.forEach(warning -> streams.err().println("sentiment: warning: " + warning));
    }
    PreparedOutput output = new PreparedOutput(prepared, out, warnings);
    report.write(streams, output::writeTable, output::writeJson);
    return ExitCode.OK;
  }

  private static Map<String, byte[]> pictures(PreparedData prepared, List<String> warnings)
      throws ClosedByInterruptException {
    try {
      return Map.of("labels.png", LabelChart.png(prepared));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      warnings.add("there is no labels.png: " + e.getMessage());
      return Map.of();
    }
  }

  private DataSpec spec() {
    DataSpec.Builder builder = DataSpec.builder().categories(categories()).downSampled(downSampled);
    if (labelledFiles.hasLayout() && data.isEmpty() && validation.isEmpty() && test.isEmpty()) {
      throw new IllegalArgumentException(
          "--encoding, --delimiter and --items are for --data, --validation and --test; news must"
              + " be in UTF-8, and --news-field news.items=… says where the items are");
    }
    data.forEach(file -> builder.data(labelled(file)));
    news().ifPresent(builder::data);
    validation.forEach(file -> builder.validation(labelled(file)));
    test.forEach(file -> builder.test(labelled(file)));
    Optional.ofNullable(shares).ifPresent(sizes -> builder.shares(shares(sizes)));
    Optional.ofNullable(seed).ifPresent(builder::seed);
    for (LabelMeaning label : labelledFiles.labelsMap()) {
      label
          .meaning()
          .ifPresentOrElse(
              meaning -> builder.label(label.name(), meaning),
              () -> builder.ignoredLabel(label.name()));
    }
    return builder.build();
  }

  private Categories categories() {
    return new Categories(
        Optional.ofNullable(keptCategories).orElse(Categories.DEFAULT.kept()),
        Optional.ofNullable(droppedCategories).orElse(Categories.DEFAULT.dropped()));
  }

  private LabelledFile labelled(Path path) {
    LabelledFile file = labelledFiles.of(path);
    file = categoryColumn == null ? file : file.withCategory(categoryColumn);
    return votes == null ? file : file.withVotes(votes);
  }

  private Optional<NewsFiles> news() {
    if (news.isEmpty() && newsLabels.isEmpty() && eventList == null && newsFields.isEmpty()) {
      return Optional.empty();
    }
    if (news.isEmpty() || newsLabels.isEmpty()) {
      throw new IllegalArgumentException(
          "News need two files, --news and --news-labels, and may have an --event-list");
    }
    return Optional.of(
        new NewsFiles(
            news,
            newsLabels,
            Optional.ofNullable(eventList),
            newsFields(),
            votes == null ? VoteRule.MAJORITY : votes));
  }

  private Map<NewsField, String> newsFields() {
    Map<NewsField, String> fields = new EnumMap<>(NewsField.class);
    for (String named : newsFields) {
      int sign = named.indexOf('=');
      if (sign < 0) {
        throw new IllegalArgumentException(
            "--news-field needs NAME=FIELD, such as news.id=key; found \"" + named + "\"");
      }
      NewsField field = NewsField.ofId(named.substring(0, sign));
      String place = named.substring(sign + 1);
      String other = fields.put(field, place);
      if (other != null) {
        throw new IllegalArgumentException(
            "--news-field "
                + field.id()
                + " is given twice: "
                + other
                + " and "
                + place
                + "; the first that is there is "
                + other
                + "|"
                + place
                + ", both are "
                + other
                + ","
                + place);
      }
    }
    return fields;
  }

  private static Shares shares(List<String> sizes) {
    if (sizes.size() != 3) {
      throw new IllegalArgumentException(
          "--shares needs three numbers with commas between, such as 80,10,10 or 0.8,0.1,0.1; found "
              + sizes.size());
    }
    return Shares.of(share(sizes.get(0)), share(sizes.get(1)), share(sizes.get(2)));
  }

  private static BigDecimal share(String size) {
    try {
      return new BigDecimal(size.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--shares needs three numbers with commas between, such as 80,10,10 or 0.8,0.1,0.1; found"
              + " \""
              + size
              + "\"",
          e);
    }
  }
}
