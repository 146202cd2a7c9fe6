/** The safetensors format: reads and checks files and the shards of a checkpoint, writes files. */
package io.github.sentiment4j.model.safetensors;
