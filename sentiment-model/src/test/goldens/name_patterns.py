"""Which names of modules a regular expression fits, by Python's re in the ways in which PEFT 0.21.2 uses it.

    python -P name_patterns.py > ../resources/goldens/name_patterns.json

Needs Python 3.11. Each case: the expression; for each use the names that fit (a list: the number before the block's parts),
or "error" where Python does not read it.
"""

import json
import re
import warnings

warnings.simplefilter("ignore")
MODULES = ["embed_tokens", "norm"] + [
    f"layers.{i}.{m}" for i in (0, 1, 10, 23) for m in (
        "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj",
        "input_layernorm")]
NAMES = ["model." + m for m in MODULES] + ["lm_head"] + MODULES[:12] + ["q_proj", "model.model.q_proj_x"]

PATTERNS = [
    # plain ones, as people write them
    "q_proj", "q_proj|v_proj", "(q|v)_proj", ".*", ".*_proj", r".*\.q_proj", r".*layers\.\d+\.self_attn\.(q|k)_proj", r"model\.layers\.(?:0|1)\..*",
    r".*\.(?:[02468]|1\d)\.mlp\.\w+", "^model.*q_proj$", r"^model\.layers\.1\.", "layers", "h|layers", "blocks", "", "self_attn", "mlp", "layers.0",
    # groups
    r".*(?P<x>q|k)_proj", r"(?P<a>l)ayers.*(?P=a)f_attn.q_proj", r".*(?P<kind>_proj)", r"(?P<x>.)(?P<x>.)", r"(?P<1>a)", r"(?P<>a)", r"(?P=x)a",
    r"(?P<a>(?P=a))", r"(?P>x)", r"(?<x>q)_proj", r".*(.)_(\1|p)roj", r"(.)\1", r"(.*)\.(\1)", r"(.+\.)?(.)_proj", r"(.)(.)\2", r"\1", r"(a\1)", r"\2(a)(b)",
    r"(q)(_)(p)(r)(o)(j)(.)?(.)?(.)?(.)?\10", r"(?:model\.)?layers.*", r"(?i:MODEL)\.layers.*", r"(?i:Q)_proj", r"(?-i:q)_proj", r"(?i-i:q)", r"(?s-i:q)_proj",
    r".*(?#only these)q_proj", r"q(?#x)*_proj", r"(?#x", r"(?#)q_proj", r"q_proj(?#)", r".*(?>q|k)_proj", r"(?>.*)q_proj", r".*?(?>_proj)", r".*(?=q).*", r".*(?!q)_proj",
    r".*(?<=q)_proj", r".*(?<!q)_proj", r".*(?<=q|k)_proj", r".*(?<=q|up)_proj", r".*(?<=.*)_proj", r".*(?<=(q))_proj", r".*(q)(?<=\1)_proj", r".*(?<=(q)\1)_proj",
    r"(model\.)?(?(1)layers|q_proj).*", r"(?P<m>model\.)?(?(m)layers.*|norm)", r"(?(2)a|b)", r"(", r")", r"q_proj)", r"(?", r"(?:", r"(?P", r"(?P<", r"(?P<x", r"(?<", r"(?!",
    # flags
    r"(?i)MODEL.*Q_PROJ", r"(?i)Q_PROJ", r"(?i)LAYERS", r".*(?i)Q_PROJ", r"(?s).*q_proj", r"(?m)^model.*$", r"(?x) .* q_proj  # the query", r"(?x)q_ proj", r"(?x) lay ers ",
    r"(?x)q\ _proj", r"(?x)q[ _]proj", r"(?x) q + _ proj", r"(?x:q _ proj)", r"(?a).*\.\w_proj", r"(?u).*\.\w_proj", r"(?L).*q", r"(?au)q", r"(?au:q)", r"(?a:\w)_proj",
    r"(?aa:q)_proj", r"(?-a:q)", r"(?)", r"(?z)q", r"(?iz)q", r"(?i", r"(?i-", r"(?i-:q)", r"(?-:q)", r"(?i)(?s)MODEL.*Q_PROJ", r"(?im)MODEL.*Q_PROJ", r" (?i)q", r"(?i)*", r"(?^:q)", r"(?d)q_proj",
    r"(?i)[Q-V]_PROJ", r"(?i)[^A-P]_PROJ", r"(?i).*(.)_(P|\1)ROJ", r"(?i)LM_H\u0117AD", "(?i).*ayer\u017f.*", "(?i).*\u212a_proj", "(?ia).*\u212a_proj", "(?i).*[\u212a]_proj", "(?i).*\u0131nput.*",
    r"(?i).*\bQ_PROJ", r"(?i:[q])_PROJ",
    # positions and classes by letters
    r"\Amodel.*", r".*_proj\Z", r".*_proj\z", r"\Alayers\.\d", r".*\bq_proj", r".*\Bproj", r".*\b", r"\B.*", r".*\b\d+\b.*q_proj", r"model\.\w+\.\d+\.\w+\.q_proj", r".*\W\d\W.*", r"\D+", r"\S+", r".*\s.*", r"\w+",
    r"[\w.]+\.q_proj", r"[^\W\d]+", r"[\d\D]+", r"[\s\S]*q_proj", r"[\w-]+", r"[\w-a]+", r"[a-\w]", r"\Gq_proj", r"\Rq", r"\h", r"\v", r"\Qq_proj\E", r"\p{L}+_proj", r"\X", r"\K", r"\e", r"\cA", r"$", r"^", r"^^q_proj$$", r"q_proj$|k_proj^",
    r"q_$proj", r"$*", r"^*", r"^+q", r"\b*", r"(?=q)*q_proj", r"(?:^)*q_proj",
    # sets
    r".*[qv]_proj", r".*[^qv]_proj", r"[]q]_proj", r"[^]q]_proj", r".*[]]", r"[q&&[^v]]_proj", r"[a-z&&[q]]_proj", r"[qv&&q]_proj", r"[[qv]]_proj", r"[[q][v]]_proj", r"[[]q_proj", r"[q[v]_proj", r"[a-z--q]_proj", r"[q||v]_proj", r"[q~~v]_proj",
    r"[a-z]_proj", r"[z-a]_proj", r"[a-]_proj", r"[-q]_proj", r"[q-]_proj", r"[q\-z]_proj", r"[+--]_proj", r"[^-q]_proj", r"[q", r"[", r"[]", r"[^]", r"[^q", r"[\]q]_proj", r"[\\q]_proj", r"[\bq]_proj", r"[\x71]_proj", r"[\161]_proj", r"[\0q]_proj",
    r"[\8]", r"[\u0071]_proj", r"[\U00000071]_proj", r"[\N{LATIN SMALL LETTER Q}]_proj", r"[\q]", r"[\A]", r"[\Z]", r"[\w]_proj", r"[\W_]proj", r"[q\d]_proj", r"[^\d.]+_proj", r"[.]", r"[$^]q", r"[q^]_proj", r"[q|v]_proj", r"[(q)]_proj", r"[#q]_proj", r"[ q]_proj",
    r"[\x{71}]", r"[:alpha:]_proj", r"[[:alpha:]]_proj", r"[\p{L}]_proj", r"[\400]", r"[\x7]",
    # repetition
    r"\w{1}_proj", r"\w{,2}_proj", r"\w{1,}_proj", r"\w{1,2}_proj", r"\w{,}_proj", r"\w{}_proj", r"q{0}_proj", r"q{_proj", r"q{1_proj", r"q{1,_proj", r"q{a}_proj", r"q{,a}", r"q{2,1}", r"q{-1}", r"{1}", r"q{1}{1}", r"q**", r"q+*", r"q*?_proj", r"q+?_proj", r"q??_proj",
    r"q{1}?_proj", r"q{0,1}?_proj", r"q*+_proj", r"q++_proj", r"q?+_proj", r"q{1}+_proj", r"q{0,1}+_proj", r".*+_proj", r"(?:.*+)_proj", r".++", r"q***", r"q+++", r"*q", r"+", r"?q", r"(*)", r"(?:)*q_proj", r"()*q_proj", r"(|q)*_proj", r"(a*)*q_proj", r"(?:a|b*)*q_proj", r"(?:q?)*_proj",
    r"|q_proj", r"q_proj|", r"||", r"(q|)_proj", r"(|q)_proj", r"q{1,2}{2}", r"x{4294967296}", r"q {1}_proj", r"}q", r"]", r"q]_proj", r"{", r"{q", r"(a|ab)(c|bcd)(d*)", r"(?:(a)|b)*\1", r"(?:(l)|a|y|e|r|s)+\1?.*",
    # escapes
    r"\x71_proj", r"\x7", r"\x{71}_proj", r"\u0071_proj", r"\u71", r"\U00000071_proj", r"\U00110000", r"\161_proj", r"\0q", r"\00", r"\0161_proj", r"\400", r"\8", r"\9", r"\18", r"(q)\18", r"\N{LATIN SMALL LETTER Q}_proj", r"\N{latin small letter q}_proj", r"\N{no such}",
    r"\N", r"\N{", r"q\_proj", r"q\.proj", r"\q_proj", r"q_proj" "\\", r"\-q", r"q_\proj", r".*\.layers\.1\..*", r"q\
_proj", "q_proj\n", r"q_proj\n", r"q_proj\n?", "\tq_proj", r"\t?q_proj", r"model[.]layers[.]\d[.].*", r"model/layers", r"q_proj%s", "%", r"\%q", r"'q_proj'", "q_proj\x00", "q_pröj", "\U0001d52e_proj", r"\ud800",
    # the ends and the joints of what PEFT puts around it
    r"q_proj)|(k_proj", r"q_proj|", r"\.q_proj", r"model\.", r"layers\.(\d+)", r"(?P<idx>layers)", r"layers(?#", r"layers|mlp", r"(layers|mlp)", r"[", r"layers\.0\.self_attn\.(q|v)_proj", r"(.*\.)?q_proj", r"\1q_proj", r"(q|v)\1_proj", r"(q|v)_proj\2", r"(?P<x>q)\3_proj", r".*$", r"x?$",
]


def fits(make, test=lambda match: match and True):
    try:
        return {name: found for name in NAMES if (found := test(make(name))) is not None}
    except (re.error, OverflowError, ValueError, RecursionError):
        return "error"


def keys(result):
    return result if result == "error" else list(result)


def index(match):
    return None if match is None else int(match.groupdict().get("idx") or -1)


print("[" + ",\n".join(json.dumps({
    "pattern": p,
    "name": keys(fits(lambda name: re.fullmatch(p, name))),
    "end": keys(fits(lambda name: re.match(rf"(.*\.)?({p})$", name))),
    "part": keys(fits(lambda name: re.match(rf"(^|.*\.){p}($|\..*)", name))),
    "list": fits(lambda name: re.match(rf"(?:^|.*?\.){p}\.(?P<idx>\d+)\.", name), index),
}) for p in dict.fromkeys(PATTERNS)) + "]")
