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
import java.util.Set;
import java.util.stream.Stream;

/**
 * The labelled texts to read, and the rules by which they become splits. Immutable.
 *
 * <pre>{@code
 * DataSpec spec =
 *     DataSpec.builder()
 *         .data(LabelledFile.of(Path.of("SEntFiN.csv")))
 *         .seed(42)
 *         .build();
 * }</pre>
 *
 * @param data the sources that are split; at least one
 * @param validation the sources that are held out for validation as a whole
 * @param test the sources that are held out for the test as a whole
 * @param labels the meanings of labels other than positive, neutral and negative
 * @param ignoredLabels labels that are no vote, in no order
 * @param categories the categories that are kept, where items have one
 * @param shares the sizes of the splits; a split that is held out gets nothing of the data
 * @param seed all random choices follow from it
 * @param downSampled whether every label has as many texts to train with as the rarest
 */
public record DataSpec(
    List<DataSource> data,
    List<DataSource> validation,
    List<DataSource> test,
    Map<String, Sentiment> labels,
    Set<String> ignoredLabels,
    Categories categories,
    Shares shares,
    long seed,
    boolean downSampled) {
  /** The default seed. */
  public static final long DEFAULT_SEED = 42;

  /**
   * @throws IllegalArgumentException if there is no data, or a label has a meaning and is to be
   *     ignored
   */
  public DataSpec {
    data = List.copyOf(data);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    labels = Map.copyOf(labels);
    ignoredLabels = Set.copyOf(ignoredLabels);
    new LabelNames(labels, ignoredLabels);
    if (data.isEmpty()) {
      throw new IllegalArgumentException("expected data to be split, found none");
    }
  }

  /** Starts a specification; some data must be set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the data, then what is held out. */
  List<DataSource> sources() {
    return Stream.of(data, validation, test).flatMap(List::stream).toList();
  }

  LabelNames labelNames() {
    return new LabelNames(labels, ignoredLabels);
  }

  /** Collects the settings; {@link #build} checks them. */
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

    /** Adds a source that is split. */
    public Builder data(DataSource source) {
      data.add(source);
      return this;
    }

    /** Adds a source that is held out for validation; by default a share of the data is. */
    public Builder validation(DataSource source) {
      validation.add(source);
      return this;
    }

    /** Adds a source that is held out for the test; by default a share of the data is. */
    public Builder test(DataSource source) {
      test.add(source);
      return this;
    }

    /** Adds a label and its meaning; positive, neutral and negative are known. */
    public Builder label(String label, Sentiment meaning) {
      labels.put(label, meaning);
      return this;
    }

    /** Adds a label that is no vote, such as {@code N/A}. */
    public Builder ignoredLabel(String label) {
      ignoredLabels.add(label);
      return this;
    }

    /** Sets the categories; default {@link Categories#DEFAULT}. */
    public Builder categories(Categories which) {
      categories = which;
      return this;
    }

    /** Sets the sizes of the splits; default {@link Shares#DEFAULT}. */
    public Builder shares(Shares sizes) {
      shares = sizes;
      return this;
    }

    /** Sets the seed; default {@link #DEFAULT_SEED}. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets whether the labels of the training split are balanced; default false. */
    public Builder downSampled(boolean yes) {
      downSampled = yes;
      return this;
    }

    /**
     * Returns the specification.
     *
     * @throws IllegalArgumentException if there is no data, or a label has a meaning and is to be
     *     ignored
     */
    public DataSpec build() {
      return new DataSpec(
          data, validation, test, labels, ignoredLabels, categories, shares, seed, downSampled);
    }
  }
}
