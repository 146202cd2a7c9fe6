/** The GGUF file format. */
package io.github.sentiment4j.gguf;
