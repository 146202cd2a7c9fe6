/** The safetensors format: reads and checks files and the shards of a checkpoint, writes files. */
@NullMarked
package io.github.sentiment4j.model.safetensors;

import org.jspecify.annotations.NullMarked;
