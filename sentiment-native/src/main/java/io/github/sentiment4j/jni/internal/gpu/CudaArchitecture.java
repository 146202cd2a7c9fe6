package io.github.sentiment4j.jni.internal.gpu;

import io.github.sentiment4j.jni.gpu.Gpu;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of GPU that code was compiled for, as CMake's {@code CMAKE_CUDA_ARCHITECTURES} writes it:
 * {@code 90a-real}.
 *
 * <pre>
 * Architecture --&gt; Major, Minor, [Suffix], [Kind]
 * Minor  --&gt; one digit
 * Suffix --&gt; "a" this compute capability only | "f" its family: the same major one
 * Kind   --&gt; "-real" machine code | "-virtual" PTX, which the driver compiles | both without
 * </pre>
 *
 * <p>Machine code runs on the same major compute capability with the same or a higher minor one;
 * PTX on the same and every higher one, but only with a driver as new as the toolkit. See NVIDIA's
 * <i>CUDA C++ Programming Guide</i>, "Compute Capabilities" and "Binary Compatibility".
 */
public record CudaArchitecture(int major, int minor, String suffix, boolean real, boolean virtual) {
  private static final Pattern FORMAT = Pattern.compile("(\\d+)(\\d)([af]?)(-real|-virtual)?");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CudaArchitecture of(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Expected a CUDA architecture such as 90a-real, found \"" + text + "\"");
    }
    return new CudaArchitecture(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        matcher.group(3),
        !"-virtual".equals(matcher.group(4)),
        !"-real".equals(matcher.group(4)));
  }

  /** Whether there is machine code for a GPU. */
  boolean runsOn(Gpu gpu) {
    return real && isOfItsKind(gpu);
  }

  /** Whether the driver can make machine code for a GPU. */
  boolean compilesFor(Gpu gpu) {
    boolean above = gpu.computeMajor() > major;
    return virtual && (isOfItsKind(gpu) || (suffix.isEmpty() && above));
  }

  private boolean isOfItsKind(Gpu gpu) {
    return gpu.computeMajor() == major
        && (suffix.equals("a") ? gpu.computeMinor() == minor : gpu.computeMinor() >= minor);
  }

  @Override
  public String toString() {
    return major + "" + minor + suffix + (real ? virtual ? "" : "-real" : "-virtual");
  }
}
