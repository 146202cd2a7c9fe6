package io.github.sentiment4j.cli.charts;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.train.data.PreparedData;
import io.github.sentiment4j.train.data.Split;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws how many texts of each label each split has, 960 x 720 pixels. */
public final class LabelChart {
  private LabelChart() {}

  /**
   * The picture as PNG.
   *
   * @throws IOException if this Java cannot draw, with what is missing
   */
  public static byte[] png(PreparedData data) throws IOException {
    CategoryChart chart = new CategoryChartBuilder().yAxisTitle("texts").build();
    Picture.style(chart.getStyler());
    chart
        .getStyler()
        .setLabelsVisible(true)
        .setLabelsFont(Picture.FONT)
        .setAvailableSpaceFill(0.85)
        .setLegendPosition(LegendPosition.InsideNE);
    List<String> splits = Stream.of(Split.values()).map(Split::label).toList();
    for (Sentiment label : Sentiment.values()) {
      List<Long> counts =
          Stream.of(Split.values())
              .map(split -> data.counts(split).getOrDefault(label, 0L))
              .toList();
      chart.addSeries(label.label(), splits, counts).setFillColor(Picture.OF_LABELS.get(label));
    }
    return Picture.png(chart);
  }
}
