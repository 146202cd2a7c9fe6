/** The formats of data files, the encoding of their text, and the layout of their items. */
package io.github.sentiment4j.evaluation.format;
