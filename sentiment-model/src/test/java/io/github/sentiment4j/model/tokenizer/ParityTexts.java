package io.github.sentiment4j.model.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Texts that tokenizers disagree about, if they do about any. */
final class ParityTexts {
  private static final int COUNT = 20_000;
  private static final int DATA_SHARE = 8_000;

  /** Pieces of texts; a text is made of some that a seeded generator picks. */
  private static final List<String> PIECES =
      List.of(
          // English and its contractions
          "Profit",
          " rose",
          " by",
          " 12.5%",
          " to $1,234.56",
          " don't",
          "IT'S",
          "we'LL",
          "'s",
          " ’s",
          "'re'VE",
          "don'tcha",
          " CamelCase",
          " snake_case",
          " U.S.",
          "AT&T",
          " e.g.,",
          "…",
          " — ",
          // Chinese, Japanese, Korean
          "央行宣布降息",
          "，股市大涨。",
          "净利润同比下降",
          "！",
          "？",
          "：",
          "（）",
          "“利好”",
          "％",
          "㈱",
          "株価が上昇",
          "ﾊﾝｶｸ",
          "주가 상승",
          "𠮷野家",
          // numbers
          "1234567890123456789012345678901234567890",
          "0",
          " 007",
          "１２３４",
          "٣٤٥",
          "①②③",
          "Ⅷ",
          "½",
          "1e-5",
          // white space
          " ",
          "  ",
          "     ",
          "\t",
          "\t\t",
          "\n",
          "\n\n",
          "\r\n",
          "\r",
          " \n ",
          "\u00A0",
          "\u3000",
          "\u2009",
          "\u200B",
          "\u2028",
          "\u2029",
          "\u0085",
          "\u000B",
          "\f",
          "\u1680",
          "\u180E",
          "\uFEFF",
          // control characters
          "\0",
          "\u0001",
          "\u0007",
          "\u001B[31m",
          "\u007F",
          "\u009F",
          // combining marks, composed and not
          "é",
          "e\u0301",
          "o\u0308",
          "Å",
          "A\u030A",
          "\u212B",
          "q\u0307\u0323",
          "q\u0323\u0307",
          "\u0301",
          "\u1100\u1161",
          "\uAC00\u11A8",
          "か\u3099",
          "\uF900",
          "\u0958",
          "\u0915\u093C",
          "ﬁ",
          "ſ",
          "'ſ",
          // emoji
          "😀",
          "🚀🚀",
          "👨\u200D👩\u200D👧\u200D👦",
          "👍🏽",
          "🇨🇳",
          "❤\uFE0F",
          "1\uFE0F\u20E3",
          "🏴\u200D☠\uFE0F",
          // right to left, and other scripts
          "שוק ההון",
          "السوق المالية",
          "\u202Eabc",
          "\u200F",
          "Привет",
          "Ελλάδα",
          "बाज़ार में तेजी",
          "ราคาหุ้น",
          "İstanbul",
          "straße",
          "𝒫𝓇𝑜𝒻",
          "\u0378",
          "\uE000",
          "\uDBFF\uDFFD",
          // tokens of the vocabularies, and what looks like one
          "<|im_end|>",
          "<|endoftext|>",
          "<tool_call>",
          "</tool_call>",
          "<|im_end",
          "<|user|>",
          "<unk>",
          "[PAD151665]",
          "<repo_name>",
          // marks and code
          "!!!",
          "?!",
          "===",
          "----",
          "#",
          "@x",
          "https://t.co/G9Zdi1boy5",
          "<b>",
          "{}",
          "\\",
          "a=b&c",
          "//",
          "_",
          "Ġ",
          "Ċ",
          "▁",
          "Âł");

  private ParityTexts() {}

  /**
   * Different texts, as many as can be: lines of the data sets where they are, and made ones.
   *
   * @param data the folder of the data sets, or one that does not exist
   */
  static List<String> all(Path data) throws IOException {
    Set<String> texts = new LinkedHashSet<>();
    for (String name : List.of("sentfin/SEntFiN.csv", "tfns/sent_train.csv")) {
      Path file = data.resolve(name);
      if (Files.exists(file)) {
        Files.readAllLines(file).stream().limit(DATA_SHARE / 2).forEach(texts::add);
      }
    }
    SplittableRandom random = new SplittableRandom(20_000);
    while (texts.size() < COUNT) {
      texts.add(random.nextInt(4) > 0 ? pieces(random) : characters(random));
    }
    return new ArrayList<>(texts);
  }

  private static String pieces(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(1, 12); n > 0; n--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** Characters from all over Unicode, some of one block and then some of another one. */
  private static String characters(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(1, 6); n > 0; n--) {
      int block = random.nextInt(random.nextBoolean() ? 0x30 : 0x323) << 8;
      for (int m = random.nextInt(1, 5); m > 0; m--) {
        int c = block + random.nextInt(0x100);
        if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
          text.appendCodePoint(c);
        }
      }
    }
    return text.toString();
  }
}
