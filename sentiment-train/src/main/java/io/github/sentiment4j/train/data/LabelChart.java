package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A picture of how many texts of each label each split has. */
final class LabelChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 640;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 20);
  private static final Map<Sentiment, Color> COLORS =
      Map.of(
          Sentiment.POSITIVE, new Color(0x2F6DB5),
          Sentiment.NEUTRAL, new Color(0xBBBBBB),
          Sentiment.NEGATIVE, new Color(0xD9822B));

  private LabelChart() {}

  /**
   * Draws the picture as PNG.
   *
   * @return why it is left out, where this Java cannot draw
   */
  static Optional<String> write(Path file, PreparedData data) throws IOException {
    System.setProperty("java.awt.headless", "true");
    try {
      BitmapEncoder.saveBitmap(chart(data), file.toString(), BitmapFormat.PNG);
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError e) {
      return Optional.of(
          file.getFileName()
              + " is left out: this Java cannot draw text ("
              + e
              + "); install fonts, such as the Debian packages fontconfig and fonts-dejavu-core");
    }
  }

  private static CategoryChart chart(PreparedData data) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle("texts").build();
    chart
        .getStyler()
        .setLabelsVisible(true)
        .setLabelsFont(FONT.deriveFont(16f))
        .setAvailableSpaceFill(0.85)
        .setAxisTitleFont(FONT)
        .setAxisTickLabelsFont(FONT)
        .setLegendFont(FONT)
        .setLegendPosition(LegendPosition.InsideNE)
        .setPlotMargin(0)
        .setChartBackgroundColor(Color.WHITE)
        .setChartTitleVisible(false);
    List<String> splits = Stream.of(Split.values()).map(Split::label).toList();
    for (Sentiment label : Sentiment.values()) {
      List<Long> counts =
          Stream.of(Split.values())
              .map(split -> data.counts(split).getOrDefault(label, 0L))
              .toList();
      chart
          .addSeries(PreparedData.name(label), splits, counts)
          .setFillColor(COLORS.get(label));
    }
    return chart;
  }
}
