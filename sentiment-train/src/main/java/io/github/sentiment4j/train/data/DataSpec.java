package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.Categories;
import io.github.sentiment4j.evaluation.data.DataSource;
import io.github.sentiment4j.evaluation.data.LabelNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which labelled texts are to be read and how they become splits. Immutable.
 *
 * <pre>{@code
 * DataSpec spec =
 *     DataSpec.builder()
 *         .data(LabelledFile.of(Path.of("SEntFiN.csv")))
 *         .seed(42)
 *         .build();
 * }</pre>
 */
public final class DataSpec {
  /** The seed unless one is set. */
  public static final long DEFAULT_SEED = 42;

  private final List<DataSource> data;
  private final List<DataSource> validation;
  private final List<DataSource> test;
  private final Map<String, Sentiment> labels;
  private final Set<String> ignoredLabels;
  private final Categories categories;
  private final Shares shares;
  private final long seed;
  private final boolean downSampled;

  private DataSpec(Builder builder) {
    data = List.copyOf(builder.data);
    validation = List.copyOf(builder.validation);
    test = List.copyOf(builder.test);
    labels = Map.copyOf(builder.labels);
    ignoredLabels = Set.copyOf(builder.ignoredLabels);
    labelNames();
    categories = builder.categories;
    shares = builder.shares;
    seed = builder.seed;
    downSampled = builder.downSampled;
    if (data.isEmpty()) {
      throw new IllegalArgumentException("expected data to be split, found none");
    }
  }

  /** Starts a specification; some data must be set. */
  public static Builder builder() {
    return new Builder();
  }

  /** What is split. */
  public List<DataSource> data() {
    return data;
  }

  /** What is held out for validation, all of it. */
  public List<DataSource> validation() {
    return validation;
  }

  /** What is held out for the test, all of it. */
  public List<DataSource> test() {
    return test;
  }

  /** The data, then what is held out. */
  List<DataSource> sources() {
    return Stream.of(data, validation, test).flatMap(List::stream).toList();
  }

  /** What other labels than positive, neutral and negative mean. */
  public Map<String, Sentiment> labels() {
    return labels;
  }

  /** Labels that are no vote, in no order. */
  public Set<String> ignoredLabels() {
    return ignoredLabels;
  }

  LabelNames labelNames() {
    return new LabelNames(labels, ignoredLabels);
  }

  /** Which categories are kept, where items have one. */
  public Categories categories() {
    return categories;
  }

  /** The sizes of the splits; one that is held out in a file of its own gets nothing from here. */
  public Shares shares() {
    return shares;
  }

  /** What the random choices begin with. */
  public long seed() {
    return seed;
  }

  /** Whether every label has as many texts to train with as the rarest. */
  public boolean downSampled() {
    return downSampled;
  }

  /** Collects a specification. */
  public static final class Builder {
    private final List<DataSource> data = new ArrayList<>();
    private final List<DataSource> validation = new ArrayList<>();
    private final List<DataSource> test = new ArrayList<>();
    private final Map<String, Sentiment> labels = new LinkedHashMap<>();
    private final Set<String> ignoredLabels = new HashSet<>();
    private Categories categories = Categories.DEFAULT;
    private Shares shares = Shares.DEFAULT;
    private long seed = DEFAULT_SEED;
    private boolean downSampled;

    private Builder() {}

    /** Adds what is to be split. */
    public Builder data(DataSource source) {
      data.add(Objects.requireNonNull(source, "source"));
      return this;
    }

    /** Holds texts out for validation, those of all calls; default: a share of the data. */
    public Builder validation(DataSource source) {
      validation.add(Objects.requireNonNull(source, "source"));
      return this;
    }

    /** Holds texts out for the test, those of all calls; default: a share of the data. */
    public Builder test(DataSource source) {
      test.add(Objects.requireNonNull(source, "source"));
      return this;
    }

    /** Says what a label means; positive, neutral and negative are known. */
    public Builder label(String label, Sentiment meaning) {
      labels.put(
          Objects.requireNonNull(label, "label"), Objects.requireNonNull(meaning, "meaning"));
      return this;
    }

    /** Says that a label is no vote, such as {@code N/A}. */
    public Builder ignoredLabel(String label) {
      ignoredLabels.add(Objects.requireNonNull(label, "label"));
      return this;
    }

    /** Sets the categories; default {@link Categories#DEFAULT}. */
    public Builder categories(Categories which) {
      categories = Objects.requireNonNull(which, "which");
      return this;
    }

    /** Sets the sizes of the splits; default {@link Shares#DEFAULT}. */
    public Builder shares(Shares sizes) {
      shares = Objects.requireNonNull(sizes, "sizes");
      return this;
    }

    /** Sets the seed; default {@link #DEFAULT_SEED}. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Whether the labels of the training split are balanced; default false. */
    public Builder downSampled(boolean yes) {
      downSampled = yes;
      return this;
    }

    /**
     * The specification.
     *
     * @throws IllegalArgumentException if there is no data, or a label has a meaning and is to be
     *     ignored
     */
    public DataSpec build() {
      return new DataSpec(this);
    }
  }
}
