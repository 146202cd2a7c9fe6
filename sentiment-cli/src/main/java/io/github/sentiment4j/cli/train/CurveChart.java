package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.evaluation.internal.output.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws loss, learning rate and gradient norm over the steps of a fine-tune, 960 x 2160 pixels. */
final class CurveChart {
  private CurveChart() {}

  /**
   * Returns the picture as PNG.
   *
   * @param curve {@code curve.csv}: step, loss, learning rate, gradient norm, and more
   * @throws IOException if the file cannot be read, or if this Java cannot draw
   */
  static byte[] png(Path curve) throws IOException {
    List<double[]> rows =
        Files.readAllLines(curve).stream().skip(1).map(CurveChart::numbers).toList();
    return Picture.png(
        chart("loss", rows, 1), chart("learning rate", rows, 2), chart("gradient norm", rows, 3));
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static XYChart chart(String name, List<double[]> rows, int column) {
    XYChart chart = new XYChartBuilder().xAxisTitle("step").yAxisTitle(name).build();
    Picture.style(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    double[] x = rows.stream().mapToDouble(row -> row[0]).toArray();
    double[] y = rows.stream().mapToDouble(row -> row[column]).toArray();
    chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE).setLineColor(Picture.BLUE);
    return chart;
  }
}
