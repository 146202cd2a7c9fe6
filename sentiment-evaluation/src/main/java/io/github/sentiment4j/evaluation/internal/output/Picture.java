package io.github.sentiment4j.evaluation.internal.output;

import io.github.sentiment4j.core.Sentiment;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** The common look of all pictures, and their bytes. */
public final class Picture {
  /** The width of a picture where it is shown. */
  public static final int WIDTH = 480;

  /** The height of a picture where it is shown. */
  public static final int HEIGHT = 360;

  public static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  public static final Color INK = new Color(0x333333);
  public static final Color BLUE = new Color(0x2F6DB5);
  public static final Color ORANGE = new Color(0xD9822B);
  public static final Color GREY = new Color(0xB5B5B5);

  private static final Color GRID = new Color(0xE4E4E4);
  private static final int RESOLUTION = 2;

  static {
    // Nothing is shown on a screen, and there may be none.
    System.setProperty("java.awt.headless", "true");
  }

  private Picture() {}

  /** Gives a chart the common look. */
  public static void style(AxesChartStyler styler) {
    styler
        .setAxisTitleFont(FONT)
        .setAxisTickLabelsFont(FONT)
        .setAxisTickLabelsColor(INK)
        .setAxisTicksMarksVisible(false)
        .setPlotGridLinesColor(GRID)
        .setPlotMargin(0)
        .setLocale(Locale.ROOT)
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setChartTitleVisible(false)
        .setLegendFont(FONT)
        .setLegendBorderColor(Color.WHITE)
        .setPlotBorderColor(GRID);
  }

  /**
   * Draws charts below each other as PNG, at twice the resolution at which they are shown.
   *
   * @throws ClosedByInterruptException if the thread was interrupted, as by Ctrl-C
   * @throws IOException if this Java cannot draw; the message says what is missing
   */
  public static byte[] png(Chart<?, ?>... charts) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BufferedImage image =
          new BufferedImage(
              RESOLUTION * WIDTH, RESOLUTION * HEIGHT * charts.length, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.scale(RESOLUTION, RESOLUTION);
      for (Chart<?, ?> chart : charts) {
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.translate(0, HEIGHT);
      }
      graphics.dispose();
      ImageIO.write(image, "png", bytes);
    } catch (RuntimeException | LinkageError | InternalError e) {
      if (Thread.currentThread().isInterrupted() || isShuttingDown()) {
        throw (IOException) new ClosedByInterruptException().initCause(e);
      }
      throw new IOException(
          "this Java cannot draw text ("
              + e
              + "); install fonts, such as the Debian packages fontconfig and fonts-dejavu-core",
          e);
    }
    return bytes.toByteArray();
  }

  /** Returns whether Java is shutting down, when it no longer loads parts of its graphics. */
  private static boolean isShuttingDown() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread(() -> {}));
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Returns the names of labels. */
  public static List<String> names(List<Sentiment> labels) {
    return labels.stream().map(Sentiment::label).toList();
  }
}
