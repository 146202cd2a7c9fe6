/** The reader that turns items and their votes into labelled texts. */
package io.github.sentiment4j.evaluation.internal.source;
