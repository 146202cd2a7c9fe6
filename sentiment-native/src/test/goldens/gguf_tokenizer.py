"""The Hugging Face tokenizer of a Qwen2 GGUF file, built from the vocabulary and the merges in it."""

import gguf
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

# tokenizer.json of Qwen2
SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CONTROL = gguf.TokenType.CONTROL
USER_DEFINED = gguf.TokenType.USER_DEFINED


def field(reader, key):
    return reader.fields[key].contents()


def tokenizer(reader, special):
    """special: whether control tokens such as <|im_end|> are recognised."""
    tokens = field(reader, "tokenizer.ggml.tokens")
    types = field(reader, "tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ")) for merge in field(reader, "tokenizer.ggml.merges")]
    result = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=merges))
    result.normalizer = normalizers.NFC()
    result.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    wanted = (CONTROL, USER_DEFINED) if special else (USER_DEFINED,)
    result.add_tokens([
        AddedToken(token, normalized=False) for token, type in zip(tokens, types) if type in wanted
    ])
    return result


def ids(tokenizer, text):
    return tokenizer.encode(text, add_special_tokens=False).ids


class Prompts:
    """Prefix and suffix with control tokens, the text without: each part is tokenised alone."""

    def __init__(self, reader):
        self.with_special = tokenizer(reader, True)
        self.plain = tokenizer(reader, False)

    def around(self, template):
        prefix, suffix = template.split("{text}")
        return ids(self.with_special, prefix), ids(self.with_special, suffix)

    def text(self, text):
        return ids(self.plain, text)

    def prompt(self, template, text):
        prefix, suffix = self.around(template)
        return prefix + self.text(text) + suffix
