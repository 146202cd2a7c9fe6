package io.github.sentiment4j.model.peft;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meaning of a tensor in an adapter's file, by its name:
 *
 * <pre>{@code
 * Name   --> "base_model.model." Module Part
 * Part   --> ".lora_A" Adapter ".weight" | ".lora_B" Adapter ".weight"
 *          | ".lora_embedding_A" Adapter | ".lora_embedding_B" Adapter
 *          | ".weight" | ".bias" | ".modules_to_save" Adapter ".weight"     trained as a whole
 *          | ".base_layer.weight" | ".original_module.weight"               the base's, with biases
 *          | ".token_adapter.base_layer.weight"                             the same beside rows of tokens
 *          | ".token_adapter.trainable_tokens_delta" Adapter                rows of tokens
 *          | ".lora_velora_embed"                                           for training alone
 * Adapter --> "" | "." NAME
 * }</pre>
 *
 * <p>PEFT leaves out the name of an adapter, other programs do not. A wrapper of the model in
 * training leaves a part in the names of modules: {@code _orig_mod} (torch.compile), {@code module}
 * (DDP), {@code _fsdp_wrapped_module}, {@code _checkpoint_wrapped_module}.
 *
 * @param written the module as it is written there
 * @param module the same without what wraps it
 * @param bias whether it is a bias; else a weight
 */
record AdapterTensor(String written, String module, Part part, boolean bias) {
  private static final int MAX_CHARS = 500;

  private static final String WRAPPER =
      "(?:_orig_mod|module|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.";

  private static final String ADAPTER = "(?:\\.(?!weight$|bias$)[^.]+)?";

  private static final Pattern NAME =
      Pattern.compile(
          ("(?:WRAPPER)*base_model\\.model\\.(?<module>.+?)\\.(?:"
                  + "(?:lora_(?<matrix>[AB])ADAPTER(?:\\.weight)?)"
                  + "|(?:lora_embedding_(?<embedding>[AB])ADAPTER)"
                  + "|(?<tokens>token_adapter\\.trainable_tokens_deltaADAPTER)"
                  + "|(?<unused>lora_velora_embedADAPTER)"
                  + "|(?<of>(?:token_adapter\\.)?base_layer\\.|original_module\\.|modules_to_saveADAPTER\\.)?"
                  + "(?<kind>weight|bias))")
              .replace("WRAPPER", WRAPPER)
              .replace("ADAPTER", ADAPTER));

  private static final Pattern WRAPPERS = Pattern.compile("(?<=^|\\.)" + WRAPPER);

  /** The part of a module that a tensor is. */
  enum Part {
    /** (r, C). */
    A,
    /** (R, r). */
    B,
    /** (r, R). */
    EMBEDDING_A,
    /** (C, r). */
    EMBEDDING_B,
    /** A module that was trained as a whole, or a bias, or an embedding that was saved too. */
    WHOLE,
    /** The same under its name in the model. */
    WHOLE_WRAPPED,
    /** A weight of the base, saved beside the trained ones. */
    BASE,
    /** (n, C), the rows of n tokens. */
    TOKENS,
    /** A tensor that the trained model does not use. */
    UNUSED
  }

  /** Returns the meaning of a name; empty if it has none. */
  static Optional<AdapterTensor> of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (name.length() > MAX_CHARS || !matcher.matches()) {
      return Optional.empty();
    }
    String written = matcher.group("module");
    return Optional.of(
        new AdapterTensor(
            written, unwrapped(written), part(matcher), "bias".equals(matcher.group("kind"))));
  }

  /** Returns a module's name without the wrappers of training. */
  static String unwrapped(String module) {
    return WRAPPERS.matcher(module).replaceAll("");
  }

  private static Part part(Matcher matcher) {
    if (matcher.group("matrix") != null) {
      return matcher.group("matrix").equals("A") ? Part.A : Part.B;
    }
    if (matcher.group("embedding") != null) {
      return matcher.group("embedding").equals("A") ? Part.EMBEDDING_A : Part.EMBEDDING_B;
    }
    if (matcher.group("tokens") != null) {
      return Part.TOKENS;
    }
    if (matcher.group("unused") != null) {
      return Part.UNUSED;
    }
    if (matcher.group("of") == null) {
      return Part.WHOLE;
    }
    return matcher.group("of").startsWith("modules_to_save") ? Part.WHOLE_WRAPPED : Part.BASE;
  }
}
