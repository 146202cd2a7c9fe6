/** Readers of the items of CSV, TSV, JSON, JSON Lines and XLSX files. */
package io.github.sentiment4j.evaluation.internal.item;
