package io.github.sentiment4j.cli.charts;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.train.data.PreparedData;
import io.github.sentiment4j.train.data.Split;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws how many texts of each label each split has, 960 x 640 pixels. */
public final class LabelChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 640;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 20);
  private static final Map<Sentiment, Color> COLORS =
      Map.of(
          Sentiment.POSITIVE, new Color(0x2F6DB5),
          Sentiment.NEUTRAL, new Color(0xBBBBBB),
          Sentiment.NEGATIVE, new Color(0xD9822B));

  static {
    // Nothing is shown on a screen, and there may be none.
    System.setProperty("java.awt.headless", "true");
  }

  private LabelChart() {}

  /**
   * The picture as PNG.
   *
   * @throws IOException if this Java cannot draw, with what is missing
   */
  public static byte[] png(PreparedData data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      chart(data).paint(graphics, WIDTH, HEIGHT);
      graphics.dispose();
      ImageIO.write(image, "png", bytes);
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException(
          "this Java cannot draw text ("
              + e
              + "); install fonts, such as the Debian packages fontconfig and fonts-dejavu-core",
          e);
    }
    return bytes.toByteArray();
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
        .setPlotMargin(0)
        .setLegendFont(FONT)
        .setLegendPosition(LegendPosition.InsideNE)
        .setLocale(Locale.ROOT)
        .setChartBackgroundColor(Color.WHITE)
        .setChartTitleVisible(false);
    List<String> splits = Stream.of(Split.values()).map(Split::label).toList();
    for (Sentiment label : Sentiment.values()) {
      List<Long> counts =
          Stream.of(Split.values())
              .map(split -> data.counts(split).getOrDefault(label, 0L))
              .toList();
      chart
          .addSeries(label.name().toLowerCase(Locale.ROOT), splits, counts)
          .setFillColor(COLORS.get(label));
    }
    return chart;
  }
}
