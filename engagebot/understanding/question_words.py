"""What is asked in somebody's message, without what is said around it. What closes a question, and what is said of
topics, comes from the modules beside."""

from __future__ import annotations

import re

from .closing_words import finished, only_thanks, unneeded
from .ideas import aligned
from .text import fold, words
from .topic_words import apprentice, cap, named_topics, names_something, rotation, topics
from .wording import LONGEST

__all__ = [
    "apprentice",
    "asks",
    "cap",
    "finished",
    "named_topics",
    "names_something",
    "only_thanks",
    "question",
    "rotation",
    "topics",
    "unneeded",
]

_HELLO = (
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|good (?:morning|afternoon|evening)|hola|yo|re)"
    r"(?: (?:a (?:tous|toutes|vous|toi)|tout le monde|all|everyone|everybody|there|les amis|engagebot|le bot))?"
)
_SORRY = (
    r"(?:(?:excuse[sz]?[- ]moi|pardon|desolee?)(?: de (?:te |vous )?deranger)?|excuse me|sorry(?: to bother(?: you)?)?)"
)
_ATTENTION = (
    rf"(?:{_SORRY}|dis(?:-moi)?|dites(?:-moi)?|alors|bon|euh|sinon|au fait|voila|oui|ok|yes|so|well|by the way|merci|"
    r"thanks|s'il (?:te|vous) plait|stp|svp|please|tell me|say|donc|en fait|actually|listen|ecoute[sz]?)"
)
_ON = r"(?:sur|pour|a propos d[eu']s?|concernant|au sujet d[eu']s?|about|on|for|regarding|concerning|d[eu'])"
_ABOUT = (
    rf"(?: {_ON}(?! ?(?:savoir|know|comment|qui|quand|ou|combien|pourquoi|quel\w*|si|how|who|when|where|why|what|which|"
    r"whether)\b) ?[^:?.!,;\n]{1,60}?)"
)
_FOR_SOMEBODY = (
    r"(?: (?:pour|for|a (?:poser a )?|to(?: ask)?) ?(?:toi|vous|you|quelqu'un|somebody|someone|un referent|"
    r"une referente|a referent|les referents|the referents|tout le monde|everyone|everybody))"
)
_ONE = (
    r"(?:(?:une?|la|ma|mon|an?|the|my|encore une|one(?: more)?|quelques|des|some|a few) )?"
    r"(?:(?:petite|autre|nouvelle|bonne|derniere|premiere|toute petite|quick|little|other|another|new|last|short|small|"
    r"dumb|stupid|simple) )?"
    r"(?:questions?|kestions?|qestions?|questoins?|interrogations?|quesiton)"
    r"(?: (?:bete|simple|rapide|technique|pratique|idiote|sans doute bete|urgente?|please|svp|stp|"
    r"s'il (?:te|vous) plait))?"
)
_HAVE = (
    r"(?:j'ai|jai|g|j ai|j'aurais|jaurais|j'avais|on a|nous avons|voici|voila|i have|i've(?: got)?|i got|i had|we have|"
    r"here(?:'s| is)|c'est pour|it's|just|juste|toujours|still|encore|(?:je (?:me )?(?:pose|posais)))"
)
_PUT = (
    r"(?:(?:je (?:veux|voudrais|souhaite|souhaiterais|peux|viens|me permets)(?: (?:bien|de|te|vous))*|j'(?:aimerais|"
    r"ai)|est-ce que je peux|(?:je )?peux[- ](?:je|tu|te)|puis-je|pourrais-je|i (?:want|wanted|need|wish) to|i wanna|"
    r"i(?:'d| would) like to|(?:can|could|may) i|let me) ?(?:te |vous |me )?)?(?:poser|pose|demander|ask)"
    r"(?: (?:a )?(?:you|to you|quelqu'un|somebody|someone|a referent|un referent|une referente))?"
)
_ANNOUNCED = re.compile(
    r"(?:ma|la|my|the) question (?:est|c'est|etait|is|was)(?: la suivante| this)? ?[:,]? ?"
    rf"|(?:{_HELLO}|{_ATTENTION})(?: ?[,!.:;\n]+\s*| - )|(?!(?:re|yo)\b)(?:{_HELLO}) +(?=\S)|{_SORRY} +(?=\S)"
    rf"|(?:{_HAVE} |{_PUT} )?{_ONE}{_FOR_SOMEBODY}?(?: ?[:=\n]\s*| ?[,.!;] ?| - | ?\? (?=\S))"
    rf"|(?:{_HAVE} |{_PUT} ){_ONE} (?=\S)|{_ONE} (?={_ON}\b|\w+ ?:)"
)
_NOTHING_YET = re.compile(
    rf"(?:(?:{_HAVE} |{_PUT} )?{_ONE}(?:{_FOR_SOMEBODY}|{_ABOUT}| [^\W\d_]+)?"
    r"|(?:est-ce que |est-ce qu'(?:il )?(?:y )?a )?(?:qui|quelqu'un|(?:y a(?:-t-il)?|il y a) quelqu'un|tu|vous|"
    r"somebody|someone|anybody|anyone|who|is (?:any|some)(?:one|body) (?:there|here)|can you|could you|you)"
    r"(?: (?:qui|who|can|could|would|might|to|for|is able to))*"
    r"(?: ?(?:peu[tx]|pourrait|pourrais|saurait|sait|pourriez|pouvez|peux-tu|pour|de|able))*"
    r" ?(?:m'aider|maider|m'aide|aider|me repondre|repondre|me renseigner|renseigner|m'eclairer|dispo\w*|help|answer|"
    r"advise)?(?: (?:me|us|moi|a ma question|my question|out|a une question|a question))*"
    r"|(?:can|could) (?:you|somebody|someone|anybody|anyone) (?:please )?(?:help|answer|advise)(?: (?:me|us|out))*"
    r"|(?:peux|pouvez|pourrais|pourriez)-(?:tu|vous) m'aider"
    r"|(?:(?:j'ai|jai|j'aurais|i|we)? ?(?:besoin|need|want|looking for|cherche)) ?(?:d'|de |a |an |some |l')?"
    r"(?:aide|help|coup de main|renseignements?|un renseignement|une? (?:info|reponse|conseil|avis|explication)s?|"
    r"info(?:s|rmation)?|conseils?|answer|advice|reponse)?"
    r"|(?:je (?:veux|voudrais)|j'aimerais|i want|i'd like)(?: (?:savoir|demander|know|ask|to ask|to know))?"
    r"(?: (?:quelque chose|un truc|something|quelqu'un|somebody))?"
    r"|(?:(?:je |est-ce que je )?peux|puis-je|can i|could i|may i)(?: te| vous)? (?:ask|demander)"
    r"(?: (?:you|quelque chose|un truc|something))*"
    r"|(?:poser|demander|ask|aide[rz]?|help)(?:-moi| me)?(?: (?:a |une question )?(?:quelqu'un|un referent|"
    r"une referente|somebody|someone|a referent|an expert|a question|une question))?"
    rf"|(?:a |un |une |an |my )?(?:{_HELLO}|{_ATTENTION}))"
    r"(?: ?(?:please|svp|stp|s'il (?:te|vous) plait|pour (?:moi|ca)|ici|la|here|there))? ?[?!. :]*"
)
_THANKS_BEHIND = re.compile(
    r"(?:[,.!\n ]+|(?<=\?) ?)(?:merci|thanks|thank you|thx|cheers)(?: (?:d'avance|beaucoup|bien|bcp|par avance|a vous|"
    r"a toi|pour (?:votre|ta|vos) (?:aide|reponses?)|in advance|a lot|so much|very much|for your help))* ?[!.😊🙏 ]*$"
)
_SHORTEST = 2
"""Words without a question mark: "compost" alone asks nothing."""


MOST_WORDS_TAKING_BACK = 8
"""Who says more than "laisse tomber, j'ai trouvé" may still ask something."""


def question(text: str) -> str | None:
    """What is asked, in their words, without "bonjour", "j'ai une question :" and the thanks behind; `None`: nothing is
    asked yet ("j'ai une question", "qui peut m'aider ?")."""
    shown, plain = aligned(text.strip())
    while (behind := _THANKS_BEHIND.search(plain)) and behind.start():
        shown, plain = shown[: behind.start()], plain[: behind.start()]
    while plain and not _asks_nothing(plain) and (before := _ANNOUNCED.match(plain)):
        shown, plain = shown[before.end() :], plain[before.end() :]
    shown = shown.strip(' \n-:,;"«»“”')
    if not words(fold(shown)) or _asks_nothing(fold(shown)) or only_thanks(shown) or _takes_back(shown):
        return None
    if len(words(fold(shown))) < _SHORTEST and "?" not in shown:
        return None
    return shown[0].upper() + shown[1:]


def _takes_back(shown: str) -> bool:
    return len(words(fold(shown))) <= MOST_WORDS_TAKING_BACK and unneeded(shown)


def _asks_nothing(plain: str) -> bool:
    return len(plain) <= LONGEST and _NOTHING_YET.fullmatch(plain) is not None


_ASKING = r"comment|pourquoi|quand|combien|how|why|when|where|what"
"""Words that begin a question and nothing else."""
_INTERROGATIVE = re.compile(
    rf"^(?:est ce qu\w*|qu est ce qu\w*|{_ASKING}|ou (?:est|sont|se|trouver?|puis|peut|on)\b|"
    r"quel\w*|c est (?:quoi|qui|quand|ou|combien)\b|y a t il|qui (?:a|est|sait|peut|s)\b|"
    r"which|who|(?:is|are) there|does|do (?:we|you|i)|can (?:i|we|you|someone|somebody))\b"
)
SHORTEST_QUESTION = 3
"""Words: "quoi ?" asks the bot, and nobody else."""


def asks(text: str) -> bool:
    """Whether the message is a question that could be put to somebody, by its form alone."""
    asked = question(text)
    if asked is None or len(words(fold(asked))) < SHORTEST_QUESTION:
        return False
    return "?" in text or _INTERROGATIVE.match(" ".join(words(fold(asked)))) is not None


_BEGINS = re.compile(
    rf"\W*(?:(?:et|mais|euh|and|but|so) )?(?:{_ASKING}|qu'est|quest-ce|que (?:puis|dois|peut|faire)|est-ce|"
    r"ou (?:est|sont|puis|dois|peut)|can i|do i|may i|should i|is there|are there)\b"
)


def begins_a_question(text: str) -> bool:
    """Whether it starts as only a question does: "what can I do here?"; "those who cook?" does not."""
    return _BEGINS.match(fold(text[:80])) is not None
