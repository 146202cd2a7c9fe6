package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.LabelledText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Balances labels by leaving texts of the more frequent ones out. */
public final class DownSampling {
  private DownSampling() {}

  /**
   * Returns as many texts of each label as the rarest one has. The seed chooses them; their order
   * stays.
   */
  public static List<LabelledText> toRarest(List<LabelledText> texts, long seed) {
    Map<Sentiment, List<Integer>> places = new EnumMap<>(Sentiment.class);
    IntStream.range(0, texts.size())
        .forEach(i -> places.computeIfAbsent(texts.get(i).label(), x -> new ArrayList<>()).add(i));
    int rarest = places.values().stream().mapToInt(List::size).min().orElse(0);
    Random random = new Random(seed);
    return places.values().stream()
        .peek(of -> Collections.shuffle(of, random))
        .flatMap(of -> of.stream().limit(rarest))
        .sorted()
        .map(texts::get)
        .toList();
  }
}
