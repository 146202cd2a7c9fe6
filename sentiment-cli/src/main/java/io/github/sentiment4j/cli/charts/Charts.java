package io.github.sentiment4j.cli.charts;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.evaluation.ClassFigures;
import io.github.sentiment4j.core.evaluation.ConfusionMatrix;
import io.github.sentiment4j.core.evaluation.Reliability;
import io.github.sentiment4j.core.evaluation.RiskCoverage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the pictures of an evaluation, 480 x 400 pixels at twice that resolution. */
public final class Charts {
  /** Width of a picture where it is shown. */
  public static final int WIDTH = 480;

  /** Height of a picture where it is shown. */
  public static final int HEIGHT = 400;

  private static final int RESOLUTION = 2;
  private static final int MOST_POINTS = 500;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Color INK = new Color(0x333333);
  private static final Color GRID = new Color(0xDDDDDD);
  private static final Color BLUE = new Color(0x2F6DB5);
  private static final Color LIGHT_BLUE = new Color(0xA9C6E8);
  private static final Color LIGHT_ORANGE = new Color(0xF2C48D);
  private static final Color GREY = new Color(0x999999);
  private static final BasicStroke SOLID = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0);

  static {
    // Nothing is shown on a screen, and there may be none.
    System.setProperty("java.awt.headless", "true");
  }

  private Charts() {}

  /**
   * Checks that this Java can draw.
   *
   * @throws IOException if it cannot, with what is missing
   */
  public static void requirePossible() throws IOException {
    try {
      Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      graphics.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)).stringWidth("x");
      graphics.dispose();
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException(
          "this Java cannot draw text ("
              + e
              + "); install fonts, such as the Debian packages"
              + " fontconfig and fonts-dejavu-core",
          e);
    }
  }

  /** How often each true label was given each predicted label. */
  public static byte[] confusion(ConfusionMatrix matrix) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("predicted label")
            .yAxisTitle("true label")
            .build();
    style(chart.getStyler());
    chart
        .getStyler()
        .setRangeColors(new Color[] {Color.WHITE, LIGHT_BLUE})
        .setMin(0)
        .setShowValue(true)
        .setValueFont(FONT.deriveFont(Font.BOLD, 18f))
        .setValueFontColor(INK)
        .setHeatMapDecimalValueFormatter(value -> String.format(Locale.ROOT, "%.0f", value))
        .setDrawBorder(true)
        .setPlotContentSize(1)
        .setLegendVisible(false);
    // From the bottom to the top.
    List<Sentiment> up = List.of(Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE);
    List<Sentiment> across = List.of(Sentiment.values());
    List<Number[]> cells = new ArrayList<>();
    for (int x = 0; x < across.size(); x++) {
      for (int y = 0; y < up.size(); y++) {
        cells.add(new Number[] {x, y, matrix.count(up.get(y), across.get(x))});
      }
    }
    chart.addSeries("texts", names(across), names(up), cells);
    return png(chart);
  }

  /** How often labels are right that have a certain probability. */
  public static byte[] reliability(Reliability reliability) {
    XYChart chart = chart("probability of the predicted label", "share that is right");
    unit(chart.getStyler());
    double[] diagonal = {0, 1};
    line(chart.addSeries("perfect", diagonal, diagonal), GREY, DASHED);
    List<Reliability.Bin> bins =
        reliability.bins().stream().filter(bin -> bin.count() > 0).toList();
    XYSeries found =
        chart.addSeries(
            String.format(Locale.ROOT, "found (ECE %.3f)", reliability.ece()),
            values(bins, Reliability.Bin::confidence),
            values(bins, Reliability.Bin::accuracy));
    line(found, BLUE, SOLID).setMarker(SeriesMarkers.CIRCLE).setMarkerColor(BLUE);
    return png(chart);
  }

  /** How many errors are left if only the surest texts are answered. */
  public static byte[] riskCoverage(RiskCoverage curve) {
    XYChart chart = chart("share of texts that are answered", "share of errors among them");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0);
    List<RiskCoverage.Point> points = thinned(curve.points());
    line(
        chart.addSeries(
            String.format(Locale.ROOT, "AURC %.3f", curve.area()),
            values(points, RiskCoverage.Point::coverage),
            values(points, RiskCoverage.Point::risk)),
        BLUE,
        SOLID);
    return png(chart);
  }

  /** Precision, recall and F1 of each class. */
  public static byte[] classes(ConfusionMatrix matrix) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle("value").build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setLegendPosition(LegendPosition.OutsideS);
    chart
        .getStyler()
        .setLabelsVisible(true)
        .setLabelsFont(FONT.deriveFont(11f))
        .setAvailableSpaceFill(0.85)
        .setDecimalPattern("0.00");
    List<Sentiment> classes = matrix.classes();
    List<ClassFigures> figures = classes.stream().map(matrix::figures).toList();
    bars(chart, "precision", classes, figures, ClassFigures::precision, LIGHT_BLUE);
    bars(chart, "recall", classes, figures, ClassFigures::recall, LIGHT_ORANGE);
    bars(chart, "F1", classes, figures, ClassFigures::f1, BLUE);
    return png(chart);
  }

  private static void bars(
      CategoryChart chart,
      String name,
      List<Sentiment> classes,
      List<ClassFigures> figures,
      ToDoubleFunction<ClassFigures> figure,
      Color color) {
    chart
        .addSeries(
            name,
            names(classes),
            figures.stream().map(of -> (Number) figure.applyAsDouble(of)).toList())
        .setFillColor(color);
  }

  private static XYChart chart(String xTitle, String yTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    chart.getStyler().setDecimalPattern("0.##").setLegendPosition(LegendPosition.InsideNW);
    return chart;
  }

  private static void unit(AxesChartStyler styler) {
    styler.setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
  }

  private static void style(AxesChartStyler styler) {
    styler
        .setAxisTitleFont(FONT)
        .setAxisTickLabelsFont(FONT)
        .setAxisTickLabelsColor(INK)
        .setPlotGridLinesColor(GRID)
        .setPlotMargin(0)
        .setLocale(Locale.ROOT)
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setChartTitleVisible(false)
        .setLegendFont(FONT)
        .setLegendBorderColor(GRID)
        .setPlotBorderColor(GRID);
  }

  private static XYSeries line(XYSeries series, Color color, BasicStroke stroke) {
    series.setLineColor(color);
    series.setLineStyle(stroke);
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }

  /** The last point and evenly many before it, as many as can be told apart. */
  private static List<RiskCoverage.Point> thinned(List<RiskCoverage.Point> points) {
    int step = Math.max(1, points.size() / MOST_POINTS);
    return IntStream.range(0, points.size())
        .filter(i -> (points.size() - 1 - i) % step == 0)
        .mapToObj(points::get)
        .toList();
  }

  private static List<String> names(List<Sentiment> sentiments) {
    return sentiments.stream().map(label -> label.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static <T> double[] values(List<T> items, ToDoubleFunction<T> value) {
    return items.stream().mapToDouble(value).toArray();
  }

  private static byte[] png(Chart<?, ?> chart) {
    BufferedImage image =
        new BufferedImage(RESOLUTION * WIDTH, RESOLUTION * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(RESOLUTION, RESOLUTION);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }
}
