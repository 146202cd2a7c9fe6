/**
 * Labelled texts: reads them, makes one label of several votes, filters, removes contradictions and
 * duplicates, splits and balances.
 *
 * <p>Start with {@link io.github.sentiment4j.train.data.DataSpec}:
 *
 * <pre>{@code
 * DataSpec spec =
 *     DataSpec.builder().data(LabelledFile.of(Path.of("SEntFiN.csv"))).seed(42).build();
 * PreparedData data = PreparedData.read(spec);
 * data.save(Path.of("data"));
 * }</pre>
 *
 * <p>Files are read one item at a time; the texts that are kept are in memory until they are saved:
 * a million headlines of 70 characters need a heap of 384 MB. Everything is immutable or confined
 * to one call.
 */
@NullMarked
package io.github.sentiment4j.train.data;

import org.jspecify.annotations.NullMarked;
