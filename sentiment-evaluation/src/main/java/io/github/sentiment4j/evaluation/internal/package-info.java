/** The complaints about data files that the readers and the trainer share. */
package io.github.sentiment4j.evaluation.internal;
