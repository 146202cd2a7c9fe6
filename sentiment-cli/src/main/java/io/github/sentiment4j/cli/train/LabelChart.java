package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.evaluation.internal.output.Picture;
import io.github.sentiment4j.train.data.PreparedData;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Draws the number of texts of each label in each split, and their share of the split, 960 x 720
 * pixels.
 */
final class LabelChart {
  /** The share of a split's slot that its bars fill. */
  private static final double FILL = 0.85;

  /** The distance from the end of a bar to its percentage, as a share of the longest bar. */
  private static final double GAP = 0.03;

  private static final Map<Sentiment, Color> COLORS =
      Map.of(
          Sentiment.POSITIVE,
          Picture.BLUE,
          Sentiment.NEUTRAL,
          Picture.GREY,
          Sentiment.NEGATIVE,
          Picture.ORANGE);

  private LabelChart() {}

  /**
   * Returns the picture as PNG.
   *
   * @throws IOException if this Java cannot draw, with what is missing
   */
  static byte[] png(PreparedData data) throws IOException {
    List<Split> splits = List.of(Split.values());
    List<Sentiment> labels = List.of(Sentiment.values());
    double longest =
        splits.stream()
            .flatMap(split -> data.counts(split).values().stream())
            .mapToLong(Long::longValue)
            .max()
            .orElse(1);
    CategoryChart chart = new CategoryChartBuilder().yAxisTitle("texts").build();
    Picture.style(chart.getStyler());
    chart
        .getStyler()
        .setLabelsVisible(true)
        .setLabelsFont(Picture.FONT)
        .setAvailableSpaceFill(FILL)
        .setLegendPosition(LegendPosition.InsideNE)
        .setAnnotationTextFont(Picture.FONT.deriveFont(9f))
        .setAnnotationTextFontColor(Picture.INK);
    chart.getStyler().setYAxisMax(longest * (1 + 2 * GAP));
    for (Sentiment label : labels) {
      List<Long> counts =
          splits.stream().map(split -> data.counts(split).getOrDefault(label, 0L)).toList();
      chart
          .addSeries(label.label(), splits.stream().map(Split::label).toList(), counts)
          .setFillColor(COLORS.get(label));
    }
    for (Split split : splits) {
      Map<Sentiment, Long> counts = data.counts(split);
      long texts = data.texts(split).size();
      for (Sentiment label : labels) {
        long count = counts.getOrDefault(label, 0L);
        if (texts > 0) {
          // The slot of a split is 1 wide, and its bars are in the middle.
          double x = splits.indexOf(split) + 0.5 + FILL * ((labels.indexOf(label) + 0.5) / 3 - 0.5);
          chart.addAnnotation(
              new AnnotationText(share(count, texts), x, count + GAP * longest, false));
        }
      }
    }
    return Picture.png(chart);
  }

  /** Returns a percentage such as {@code 35.2 %}. */
  static String share(long count, long all) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * count / all);
  }
}
