"""Under a proposal in a room: a plain yes, or an objection and its reason."""

from __future__ import annotations

import re

from .ideas import aligned
from .text import fold

LONGEST_AGREEMENT = 40
"""Letters. Who writes more says more than yes."""

_OBJECTS = re.compile(
    r"(?:(?:ah|euh|hum|hm+|mais|but|alors|desolee?|sorry|well|bah|ben|pardon|moi|pour moi|perso)[ ,]*)*"
    r"(?P<no>(?:je (?:ne )?(?:suis|serais) pas (?:du tout |vraiment |tout a fait )?(?:d'accord|daccord|pour|"
    r"favorable|convaincue?|partante?)|"
    r"(?:pas|pas du tout|pas vraiment) (?:d'accord|daccord|d'acc|ok|pour|favorable|convaincue?)|"
    r"je (?:suis|serais|vote) (?:plutot )?contre|contre|objection|j'ai une objection|je m'(?:y )?oppose|je refuse|veto|"
    r"i (?:really |strongly )?(?:disagree|object)|i(?:'m| am) (?:not (?:in favou?r|ok|for it|convinced|happy)|"
    r"against(?: it| this)?|opposed)|"
    r"i (?:don'?t|do not) agree|not (?:ok|in favou?r)|against|non|nan|no|nope|-1|👎|❌))"
    r"(?P<cut> ?[,:;.!…\n-]+ ?(?:(?:parce qu(?:e |')|car |because |since |as |puisqu(?:e |'))|)|"
    r" (?:parce qu(?:e |')|parceque |pcq |car |because |since |as |puisqu(?:e |')|vu qu(?:e |'))|(?<=[👎❌1]) ?(?=\S)|"
    r"(?P<whole> (?=(?:je|j'|c'est|ca|on|il|elle|cette|ce|le|la|avec|pour|sur|a|de|au|du|i|it|this|that|we|with|to|"
    r"about|the|they) ?)| ?$))"
)
_NO_OBJECTION = re.compile(
    r"\b(?:pas d'objections?|aucune objection|sans objection|no objections?|no (?:problem|worries|idea)|"
    r"non,? (?:rien|aucune? (?:objection|probleme)|"
    r"pas de (?:souci|probleme)s?|pas d'objection|c'est (?:bon|bien|parfait)|no objections?)|pas de (?:souci|"
    r"probleme)s?)\b"
)


def objection(text: str) -> str | None:
    """Under a proposal: the words that say why not (all of them where no reason is set apart); `None`: no objection."""
    shown, plain = aligned(text)
    found = _OBJECTS.match(plain)
    if not found or _NO_OBJECTION.match(plain) or (plain.endswith("?") and len(plain) < 12):
        return None
    why = shown[found.end() :].strip(" \n-:,")
    return why if why and found["whole"] is None else shown


_YES = (
    r"(?:pour moi (?:c'est )?(?:ok|bon|oui|d'accord)|(?:moi )?(?:c'est )?(?:tout )?(?:ok|okay|oki|okey|k|d'accord|"
    r"daccord|dac|d'acc|dacc|oui|ouais|yes|yep|yeah|"
    r"yup|pour|go|top|parfait|perfect|nickel|super|genial|excellent|great|good|agreed|bien|bon|valide|approuve|"
    r"approved|vendu|banco|carrement|"
    r"cool|absolutely|absolument|sure|of course|bien sur|fine|love it|lgtm|\+ ?1|👍|✅|👌|🙌|💯|❤|🎉|✔|🆗)"
    r"|(?:c'est )?(?:une? )?(?:super|bonne|tres bonne|excellente|chouette|belle|good|great|nice|excellent|"
    r"lovely) (?:idee|proposition|idea|one|plan)"
    r"|(?:c'est )?tres (?:bien|bon)|(?:ca|sa) (?:me |nous )?(?:va|convient)(?: (?:tres )?bien)?|je (?:suis|"
    r"vote) (?:d'accord|daccord|pour|ok|partante?)|"
    r"je (?:valide|soutiens|l'approuve|approuve)|i (?:agree|approve|like it|'m in|'m for it|support (?:it|this))|"
    r"i(?:'m| am) (?:in|for it|ok with (?:it|this|that)|"
    r"in favou?r)|(?:sounds|looks|that's|it's|all) (?:good|great|fine|ok|perfect|right)|works for me|go for it|"
    r"let'?s (?:do it|go)|in favou?r|"
    r"allons-y|on y va|pas d'objections?|aucune objection|no objections?|d'accord avec (?:ca|cela|toi|vous))"
)
_AFTER_YES = (
    r"(?:(?: (?:pour|par|for|with|by|to) (?:moi|nous|me|us|ca|cela|it|this)| de mon cote|,? merci|,? thanks|"
    r",? thank you| thanks| also| aussi| too| everyone| tous| a tous|,? finalement|,? apres tout|,? after all))*"
)
_AGREES = re.compile(
    rf"(?:(?:finalement|en fait|actually),? )?{_YES}{_AFTER_YES}"
    rf"(?:(?:[ ,.!]+(?:(?:et|and) )?|(?=[^\w\s])){_YES}{_AFTER_YES})*[ .!]*"
)
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")


def agrees(text: str) -> bool:
    """Whether this is a plain yes to a proposal; false for `ok mais …`, and for all that is longer than a yes."""
    folded = _SKIN.sub("", fold(text))
    return len(text.strip()) <= LONGEST_AGREEMENT and bool(_AGREES.fullmatch(folded))
