"""Words of one person for another, passed on by the bot: nothing in them may say which account anybody has. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

LINK = re.compile(
    r"(?:https?://matrix\.to/#/(?=@|%40)|matrix:u/)[^\s<>()\[\]\"]*[^\s<>()\[\]\".,:;!?\u2026\u00bb]", re.I
)
"""Without the punctuation behind it."""
EMAIL = r"(?<=\w)@[\w-]+(?:\.[\w-]+)+:[\w-]++(?!\.\w)"
"""An email address with a colon and a word behind it looks like an id whose server is that word."""
ID = re.compile(rf"(?!{EMAIL})(?:@|%40)([\w.=/+-]+)(?::|%3A)[\w.-]+\.?\w+(?::\d+)?", re.I)


def without_ids(words: str, names: Mapping[str, str]) -> str:
    """`words` with people's names (id -> first name) instead of their Matrix ids and of links to these; of somebody
    without a name, only what stands before the colon."""

    def said(id_: str, local: str) -> str:
        return names.get(id_.replace("%40", "@").replace("%3A", ":").lower()) or local

    def link(found: re.Match[str]) -> str:
        inside = ID.search(found[0])
        return said(inside[0], inside[1]) if inside else found[0].rpartition("/")[2].partition(":")[0]

    return ID.sub(lambda found: said(found[0], found[1]), LINK.sub(link, words))


def ids(words: str) -> list[str]:
    """Matrix ids named in `words`, in lower case, each once."""
    found = (one[0].replace("%40", "@").replace("%3A", ":").lower() for one in ID.finditer(words))
    return list(dict.fromkeys(found))
