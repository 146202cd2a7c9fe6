/** LoRA adapters as PEFT saves them, and their merge into a checkpoint. */
@NullMarked
package io.github.sentiment4j.model.peft;

import org.jspecify.annotations.NullMarked;
