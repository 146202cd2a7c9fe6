package io.github.sentiment4j.cli.charts;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** Makes PNGs of what draws itself. */
final class Picture {
  static {
    // Nothing is shown on a screen, and there may be none.
    System.setProperty("java.awt.headless", "true");
  }

  private Picture() {}

  /**
   * What was drawn, as PNG.
   *
   * @throws IOException if this Java cannot draw, with what is missing
   */
  static byte[] png(int width, int height, Consumer<Graphics2D> drawing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      drawing.accept(graphics);
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
}
