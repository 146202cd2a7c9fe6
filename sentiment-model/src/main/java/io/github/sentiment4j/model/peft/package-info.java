/** LoRA adapters as PEFT saves them, and their merge into a checkpoint. */
package io.github.sentiment4j.model.peft;
