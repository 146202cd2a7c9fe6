package io.github.sentiment4j.evaluation;

/** The complementary error function, to about 14 digits. */
final class ErrorFunction {
  private static final double SERIES_BELOW = 2;
  private static final int FRACTION_TERMS = 200;

  private ErrorFunction() {}

  /**
   * {@code erfc(x)}.
   *
   * @param x not negative
   */
  static double complement(double x) {
    return x < SERIES_BELOW ? 1 - series(x) : continuedFraction(x);
  }

  /** erf(x) (Abramowitz and Stegun 7.1.6): all terms are positive, so that nothing cancels. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * Math.ulp(1.0); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** erfc(x) (Abramowitz and Stegun 7.1.14), from the last term to the first. */
  private static double continuedFraction(double x) {
    double fraction = x;
    for (int n = FRACTION_TERMS; n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}
