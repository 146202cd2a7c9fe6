/** Readers of the items of CSV, TSV, JSON, JSON Lines and XLSX files. */
@NullMarked
package io.github.sentiment4j.evaluation.internal.item;

import org.jspecify.annotations.NullMarked;
