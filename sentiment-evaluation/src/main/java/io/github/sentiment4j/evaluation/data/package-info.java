/**
 * Labelled texts: the files that hold them, the labels and votes in those files, and the reasons
 * why an item is left out.
 */
@NullMarked
package io.github.sentiment4j.evaluation.data;

import org.jspecify.annotations.NullMarked;
