package io.github.sentiment4j.evaluation.report;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.ClassFigures;
import io.github.sentiment4j.evaluation.ConfusionMatrix;
import io.github.sentiment4j.evaluation.Reliability;
import io.github.sentiment4j.evaluation.RiskCoverage;
import io.github.sentiment4j.evaluation.internal.output.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the pictures of an evaluation as PNG. All methods throw {@link IOException} if this Java
 * cannot draw; its message says what is missing.
 */
public final class EvaluationCharts {
  /** The width of a picture where it is shown. */
  public static final int WIDTH = Picture.WIDTH;

  /** The height of a picture where it is shown. */
  public static final int HEIGHT = Picture.HEIGHT;

  private static final int MOST_POINTS = 500;
  private static final Color LIGHT_BLUE = new Color(0xA9C6E8);
  private static final Color LIGHT_ORANGE = new Color(0xF2C48D);

  /** The colours of models, which are used in turn. */
  private static final List<Color> COLORS =
      List.of(
          Picture.BLUE,
          Picture.ORANGE,
          new Color(0x5AA469),
          new Color(0x8B6BB1),
          new Color(0xC0504D),
          Picture.GREY);

  private static final BasicStroke SOLID = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 4}, 0);

  private EvaluationCharts() {}

  /** Checks that this Java can draw. */
  public static void requirePossible() throws IOException {
    XYChart chart = lines("x", "y");
    chart.addSeries("series", new double[] {0, 1}, new double[] {0, 1});
    Picture.png(chart);
  }

  /** Draws a confusion matrix. */
  public static byte[] confusion(ConfusionMatrix matrix) throws IOException {
    HeatMapChart chart =
        new HeatMapChartBuilder().xAxisTitle("predicted label").yAxisTitle("true label").build();
    Picture.style(chart.getStyler());
    chart
        .getStyler()
        .setRangeColors(new Color[] {Color.WHITE, LIGHT_BLUE})
        .setMin(0)
        .setShowValue(true)
        .setValueFont(Picture.FONT.deriveFont(Font.BOLD, 17f))
        .setValueFontColor(Picture.INK)
        .setHeatMapDecimalValueFormatter(value -> String.format(Locale.ROOT, "%,.0f", value))
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
    chart.addSeries("texts", Picture.names(across), Picture.names(up), cells);
    return Picture.png(chart);
  }

  /** Draws a reliability diagram. */
  public static byte[] reliability(Reliability reliability) throws IOException {
    XYChart chart = lines("probability of the predicted label", "share that is right");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    double[] diagonal = {0, 1};
    line(chart.addSeries("perfect", diagonal, diagonal), Picture.GREY, DASHED);
    List<Reliability.Bin> bins =
        reliability.bins().stream().filter(bin -> bin.count() > 0).toList();
    XYSeries found =
        chart.addSeries(
            String.format(Locale.ROOT, "found (ECE %.3f)", reliability.ece()),
            values(bins, Reliability.Bin::confidence),
            values(bins, Reliability.Bin::accuracy));
    line(found, Picture.BLUE, SOLID).setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Picture.BLUE);
    return Picture.png(chart);
  }

  /** Draws a risk-coverage curve. */
  public static byte[] riskCoverage(RiskCoverage curve) throws IOException {
    XYChart chart = lines("share of texts that are answered", "share of errors among them");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0);
    List<RiskCoverage.Point> points = thinned(curve.points());
    double risk = points.get(points.size() - 1).risk();
    line(
        chart.addSeries("all answered", new double[] {0, 1}, new double[] {risk, risk}),
        Picture.GREY,
        DASHED);
    line(
        chart.addSeries(
            String.format(Locale.ROOT, "AURC %.3f", curve.area()),
            values(points, RiskCoverage.Point::coverage),
            values(points, RiskCoverage.Point::risk)),
        Picture.BLUE,
        SOLID);
    return Picture.png(chart);
  }

  /** Draws precision, recall and F1 of each class. */
  public static byte[] classes(ConfusionMatrix matrix) throws IOException {
    CategoryChart chart = bars();
    List<Sentiment> classes = List.of(Sentiment.values());
    List<String> names = Picture.names(classes);
    List<ClassFigures> figures = classes.stream().map(matrix::figures).toList();
    bar(chart, "precision", names, values(figures, ClassFigures::precision), LIGHT_BLUE);
    bar(chart, "recall", names, values(figures, ClassFigures::recall), LIGHT_ORANGE);
    bar(chart, "F1", names, values(figures, ClassFigures::f1), Picture.BLUE);
    return Picture.png(chart);
  }

  /**
   * Draws accuracy and F1 of models side by side; the models are numbered from 1.
   *
   * @param models the confusion matrices of the models on the same texts
   */
  public static byte[] models(List<ConfusionMatrix> models) throws IOException {
    CategoryChart chart = bars();
    List<String> names =
        Stream.concat(
                Stream.of("accuracy", "macro-F1"),
                Stream.of(Sentiment.values()).map(label -> "F1 " + label.label()))
            .toList();
    chart.getStyler().setLabelsVisible(models.size() <= 2);
    for (int i = 0; i < models.size(); i++) {
      ConfusionMatrix model = models.get(i);
      double[] values =
          DoubleStream.concat(
                  DoubleStream.of(model.accuracy(), model.macroAverage().f1()),
                  Stream.of(Sentiment.values()).mapToDouble(label -> model.figures(label).f1()))
              .toArray();
      bar(chart, "model " + (i + 1), names, values, COLORS.get(i % COLORS.size()));
    }
    return Picture.png(chart);
  }

  private static CategoryChart bars() {
    CategoryChart chart = new CategoryChartBuilder().build();
    Picture.style(chart.getStyler());
    chart
        .getStyler()
        .setLabelsVisible(true)
        .setLabelsFont(Picture.FONT.deriveFont(10f))
        .setLabelsPosition(0.95)
        .setAvailableSpaceFill(0.85)
        .setYAxisMin(0.0)
        .setYAxisMax(1.0)
        .setDecimalPattern("0.00")
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal);
    return chart;
  }

  private static void bar(
      CategoryChart chart, String name, List<String> names, double[] values, Color color) {
    chart
        .addSeries(name, names, DoubleStream.of(values).<Number>mapToObj(value -> value).toList())
        .setFillColor(color);
  }

  private static XYChart lines(String xTitle, String yTitle) {
    XYChart chart = new XYChartBuilder().xAxisTitle(xTitle).yAxisTitle(yTitle).build();
    Picture.style(chart.getStyler());
    chart.getStyler().setDecimalPattern("0.##").setLegendPosition(LegendPosition.InsideNW);
    return chart;
  }

  private static XYSeries line(XYSeries series, Color color, BasicStroke stroke) {
    series.setLineColor(color);
    series.setLineStyle(stroke);
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }

  /** Returns the last point and evenly spaced ones before it, as many as can be told apart. */
  private static List<RiskCoverage.Point> thinned(List<RiskCoverage.Point> points) {
    int step = Math.max(1, points.size() / MOST_POINTS);
    return IntStream.range(0, points.size())
        .filter(i -> (points.size() - 1 - i) % step == 0)
        .mapToObj(points::get)
        .toList();
  }

  private static <T> double[] values(List<T> items, ToDoubleFunction<T> value) {
    return items.stream().mapToDouble(value).toArray();
  }
}
