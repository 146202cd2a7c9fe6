/**
 * Facts about byte-level BPE vocabularies that this project's modules share. Not exported to users.
 */
@NullMarked
package io.github.sentiment4j.gguf.internal;

import org.jspecify.annotations.NullMarked;
