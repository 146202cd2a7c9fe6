/**
 * Pictures of figures, as PNG. The only package that uses the chart library and AWT; a command that
 * draws nothing never loads it.
 */
package io.github.sentiment4j.cli.charts;
