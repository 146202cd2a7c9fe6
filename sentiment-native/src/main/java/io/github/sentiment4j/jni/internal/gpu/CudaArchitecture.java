package io.github.sentiment4j.jni.internal.gpu;

import io.github.sentiment4j.jni.gpu.Gpu;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of GPU for which code was compiled, in the notation of CMake's {@code
 * CMAKE_CUDA_ARCHITECTURES}, such as {@code 90a-real}.
 *
 * <pre>
 * Architecture --&gt; Major, Minor, [Suffix], [Kind]
 * Minor  --&gt; one digit
 * Suffix --&gt; "a" this compute capability only | "f" its family, the same major number
 * Kind   --&gt; "-real" machine code | "-virtual" PTX, which the driver compiles | none for both
 * </pre>
 *
 * <p>Machine code runs on the same major compute capability with the same or a higher minor one;
 * PTX on the same and every higher one, but only with a driver as new as the toolkit. See NVIDIA's
 * <i>CUDA C++ Programming Guide</i>, "Compute Capabilities" and "Binary Compatibility".
 */
public record CudaArchitecture(int major, int minor, String suffix, boolean real, boolean virtual) {
  private static final Pattern FORMAT = Pattern.compile("(\\d+)(\\d)([af]?)(-real|-virtual)?");

  /**
   * Parses an architecture.
   *
   * @throws IllegalArgumentException if the text is not an architecture
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

  /** Returns true if the code has machine code for a GPU. */
  boolean runsOn(Gpu gpu) {
    return real && isOfItsKind(gpu);
  }

  /** Returns true if the driver can compile the code for a GPU. */
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
