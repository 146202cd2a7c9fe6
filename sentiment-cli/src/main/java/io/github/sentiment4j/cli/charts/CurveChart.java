package io.github.sentiment4j.cli.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws loss, learning rate and gradient norm over the steps of a fine-tune, 960 x 960 pixels. */
public final class CurveChart {
  private static final int WIDTH = 960;
  private static final int PART = 320;
  private static final List<String> NAMES = List.of("loss", "learning rate", "gradient norm");

  private CurveChart() {}

  /**
   * The picture as PNG.
   *
   * @param curve {@code curve.csv}: step, loss, learning rate, gradient norm, and more
   * @throws IOException if the file cannot be read, or if this Java cannot draw
   */
  public static byte[] png(Path curve) throws IOException {
    List<double[]> rows =
        Files.readAllLines(curve).stream().skip(1).map(CurveChart::numbers).toList();
    return Picture.png(WIDTH, PART * NAMES.size(), graphics -> paint(graphics, rows));
  }

  private static double[] numbers(String line) {
    String[] cells = line.split(",", -1);
    double[] numbers = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      numbers[i] = Double.parseDouble(cells[i]);
    }
    return numbers;
  }

  private static void paint(Graphics2D graphics, List<double[]> rows) {
    for (int i = 0; i < NAMES.size(); i++) {
      chart(NAMES.get(i), rows, i + 1).paint(graphics, WIDTH, PART);
      graphics.translate(0, PART);
    }
  }

  private static XYChart chart(String name, List<double[]> rows, int column) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(PART).xAxisTitle("step").yAxisTitle(name).build();
    chart
        .getStyler()
        .setLegendVisible(false)
        .setChartTitleVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setLocale(Locale.ROOT);
    double[] x = rows.stream().mapToDouble(row -> row[0]).toArray();
    double[] y = rows.stream().mapToDouble(row -> row[column]).toArray();
    chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE).setLineColor(new Color(0x2F6DB5));
    return chart;
  }
}
