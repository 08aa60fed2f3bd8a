"""A message as numbers: its words, pairs of words, stems, concepts and pieces of words, hashed into a fixed number of
buckets."""

from __future__ import annotations

import re
from zlib import crc32

from .concepts import concept
from .text import fold, stem

BUCKETS = 1 << 15
FIRST_WORDS, LAST_WORDS = 60, 30
"""Words of a long message that are looked at: people say what they want at the start or at the end."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[?]|[^\w\s.,;:!'\"()/-]")

_SPELT_OUT = {
    word: spelt
    for spelt, listed in {
        "je peux": "jpeux jpe jpeu jpx",
        "je suis": "jsuis chui chuis jsui shui",
        "j ai": "jai jé g",
        "je veux": "jveux jveu jve",
        "je sais": "jsais jc",
        "je voudrais": "jvoudrais jvoudrai",
        "je fais": "jfais",
        "je vais": "jvais jvai",
        "je pense": "jpense",
        "je me": "jme",
        "je te": "jte",
        "je dois": "jdois jdoi",
        "je prends": "jprends jprend",
        "je cherche": "jcherche jcherch",
        "je quitte": "jquitte",
        "j aimerais": "jaimerais jaimerai jaimeré",
        "j aime": "jaime",
        "c est": "cest c cé sé",
        "c etait": "cetait ct cété",
        "ce que": "ceque",
        "est ce": "esce eske es",
        "est ce que": "esque esqe",
        "qu est ce": "keske kesske qesque",
        "qu est ce que": "kesk kesque",
        "il y a": "ya",
        "y a": "yaurait",
        "t as": "tas",
        "t es": "tes té",
        "n arrive": "narrive",
        "l asso": "lasso",
        "d aide": "daide",
        "d accord": "daccord",
        "quoi": "koi qoi kwa",
        "que": "ke qe k",
        "qui": "ki",
        "quand": "qd kan kand",
        "comment": "cmt coment commen comen",
        "combien": "cb combi1",
        "quel": "kel",
        "quelle": "kelle",
        "quelque chose": "qqch qqchose kelkechose",
        "quelqu un": "qqn qqun kelkun quelquun",
        "avec": "ac avk",
        "pour": "pr",
        "pas": "po",
        "plus": "pu",
        "dans": "ds",
        "beaucoup": "bcp bocoup",
        "toujours": "tjrs tjs",
        "tout": "tt",
        "tout le monde": "tlm",
        "vous": "vs",
        "nous": "ns",
        "s il te plait": "stp steuplait siteplait",
        "s il vous plait": "svp sivouplait sil",
        "message": "msg",
        "messages": "msgs",
        "donc": "dc",
        "demain": "dem1 2main",
        "aujourd hui": "auj ajd",
        "association": "asso",
        "rendez vous": "rdv",
        "parce que": "pcq pck",
        "bonjour": "bjr",
        "salut": "slt",
        "you": "u ya",
        "your": "ur yr",
        "are": "r",
        "please": "pls plz pliz",
        "thanks": "thx tnx thnx thanx fanks",
        "people": "ppl peeps",
        "what": "wat wot wut",
        "what s": "whats wats wots",
        "where s": "wheres",
        "who s": "whos",
        "how s": "hows",
        "that s": "thats",
        "it s": "its",
        "there s": "theres",
        "i m": "im",
        "i ve": "ive",
        "i ll": "ill",
        "i d": "id",
        "don t": "dont",
        "can t": "cant",
        "won t": "wont",
        "doesn t": "doesnt",
        "isn t": "isnt",
        "didn t": "didnt",
        "haven t": "havent",
        "wouldn t": "wouldnt",
        "couldn t": "couldnt",
        "want to": "wanna",
        "going to": "gonna",
        "got to": "gotta",
        "give me": "gimme",
        "let me": "lemme",
        "let s": "lets",
        "because": "cos cuz coz",
        "tomorrow": "tmrw tmr tomoz",
        "tonight": "tonite 2nite",
        "someone": "sb somebody sum1",
        "something": "sth summat",
        "anyone": "any1 anybody",
        "about": "bout",
        "for": "4",
        "to": "2",
        "before": "b4",
        "with": "wiv",
        "message me": "msgme",
        "message ": "msging",
        "the": "teh da",
        "and": "n nd",
        "know": "kno",
        "saturday": "sat",
        "sunday": "sun",
        "again": "agen",
        "always": "alwys",
        "hours": "hrs",
    }.items()
    for word in listed.split()
}


def tokens(text: str) -> list[str]:
    """Words of a message with shortened spellings written out; numbers become `0`; `?` and signs are kept."""
    found = _TOKEN.findall(fold(text))
    if len(found) > FIRST_WORDS + LAST_WORDS:
        found = found[:FIRST_WORDS] + found[-LAST_WORDS:]
    out: list[str] = []
    for at, word in enumerate(found):
        if word in {"4", "2"} and not (
            0 < at < len(found) - 1
            and found[at + 1].isalpha()
            and found[at + 1]
            not in {"h", "min", "minutes", "heures", "hours", "weeks", "semaines", "days", "jours", "mois", "months"}
        ):
            out.append("0")
        elif word in _SPELT_OUT:
            out.extend(_SPELT_OUT[word].split())
        else:
            out.append("0" if word.isdecimal() else word[:24])
    return out


def named(words: list[str]) -> list[str]:
    """Names of the features of a message."""
    names = [
        "n1"
        if len(words) < 2
        else "n2"
        if len(words) < 3
        else "n4"
        if len(words) < 5
        else "n9"
        if len(words) < 10
        else "n10"
    ]
    previous = "^"
    before = ""
    for word in words:
        names.append(f"w{word}")
        names.append(f"b{previous} {word}")
        if before:
            names.append(f"t{before} {previous} {word}")
            names.append(f"s{before} {word}")
        root = stem(word)
        names.append(f"r{root}")
        kind = concept(word)
        if kind is not None:
            names.append(f"c{kind}")
        if len(word) > 3:
            framed = f"<{word}>"
            names.extend(framed[start : start + size] for size in (3, 4, 5) for start in range(len(framed) - size + 1))
        before, previous = (previous if previous != "^" else "^"), word
    names.append(f"b{previous} $")
    return names


def buckets(names: list[str]) -> list[int]:
    """The bucket of each different feature."""
    return [crc32(name.encode()) % BUCKETS for name in dict.fromkeys(names)]
