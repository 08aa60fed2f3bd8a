"""What a referent answers, in words that are no label, to a question that comes to them, and of their own role."""

from __future__ import annotations

import re

from .task_wants import SKIP
from .text import fold, words
from .topic_words import cap, rotation
from .wording import LONGEST, one_of, says, spoken
from .yesno import read_yes_no

_NAME = r"(?!(?:la|le|les|the|une?|an?|moi|me|you|toi|tout|tous|everyone|everybody|anyone|l)\b)[^\W\d_]{2,}"
_ROLE = (
    r"(?:(?:la |le |the |l )(?:tresor\w+|president\w*|secretaire|referente?|treasurer|chair\w*|secretary|referent|"
    r"organisat\w+|organiser|responsable|comptable|coordin\w+))"
)
_KNOWS_WHO = one_of(
    rf"""
    (?:pas moi |not me )?(?:mais |but )?(?:je |j |i |moi je )?(?:sais|connais|know) (?:bien )?(?:qui|a qui|
      quelqu un|who|whom|somebody|someone)\b(?: (?:le |la )?(?:sait|saurait|peut|pourrait|qui|can|could|will|
      would|might|knows|to|ask|does|repondre|repond|demander|s y connait|answer|l|help|aider|who))*
    (?<!je )(?<!vais )(?<!i ll )(?<!i )(?:(?:demande[zr]?|posez?|vois|voyez|voir|adresse|adressez|envoie|
      renvoie|ask|try|see|contacte[rz]?|check with|talk to|send it to|better ask|essaie|essaye)(?: (?:toi|vous|
      la|le|lui|it|moi))*(?: (?:plutot|donc|rather|instead))?(?: (?:a|avec|with|to))? (?:{_ROLE}|
      {_NAME})(?: (?:plutot|instead|rather))?)
    (?:c est |plutot |it s |that s )?(?:{_ROLE}|{_NAME}) (?:qui |who |lui |elle )?(?:le )?(?:sait|saura|saurait|
      s y connait|s en occupe|gere|pourra|pourrait|peut|knows|would know|will know|can answer|could answer|
      can help|is the one|handles|looks after|deals with)(?: (?:ca|mieux|ces|questions|repondre|better|about|
      that|it|this|answer|those|sans|doute|surement|probably))*
    (?:c est )?plutot (?:pour )?(?:{_ROLE}|{_NAME})$
    rather {_NAME}$
    {_NAME} (?:est|is|serait|would be) (?:bien |beaucoup |much )?(?:plus|mieux|better|more|the right|the one)\b.*
    (?:c est|that s|it s|thats) (?:for|pour|plutot pour|more for|one for) (?:{_ROLE}|{_NAME})$
    (?:peut etre|maybe|perhaps) {_NAME}$
    """
)
_PRONOUNS = re.compile(
    r"^(?:je|j|i|on|we|il|elle|tu|you|qui|who|ca|it|that|this|he|she|they|personne|nobody|vous|nous)$"
)
_ANSWERS = one_of(
    r"""
    pas de (?:souci|soucis|probleme|pb)
    no (?:problem|worries)
    avec plaisir
    tout a fait
    ca (?:marche|roule|me va)
    c (?:est )?bon
    will do
    with pleasure
    volontiers
    gladly
    happy to(?: (?:help|answer))?
    glad to
    of course
    bien sur
    absolument
    absolutely
    carrement
    certainement
    definitely
    parfait
    go
    banco
    (?:je |j |jy |jm )(?:m )?(?:en |y |lui |le |la |l |vais |vais y |vais lui |peux |peux y |peux lui |veux bien |
      veux bien lui |veux bien y |sais |m en )*(?:reponds?|repondrai|repondre|occupe|occuperai|charge|prends|
      prend|gere|fais|aide|aider|colle|mets|ecris|explique|expliquer|veux bien|peux|sais|connais)(?: (?:y|ca|
      la reponse|repondre|en repondre|lui|bien|question|a sa question|a cette question|a la question))*
    c est (?:pour )?moi
    pour moi
    laisse moi(?: faire| repondre)?
    compte\w* sur moi
    (?:yes |sure )?(?:i ll|ill|i will|i can|i could|i d be happy to|let me|i m happy to|i am happy to|happy to|
      gonna|i m going to)(?: (?:answer|take|do|reply|handle|deal|help|write|explain|get|tell|with|to|them|her|
      him|care|of|it|back|that|this|one|question))+
    i (?:do )?know(?: (?:the answer|this|that|it|this one|that one))*
    i can
    i m on it
    on it
    leave it (?:to|with) me
    mine
    that s for me
    i got this
    ive got this
    i ve got (?:it|this)
    sure thing
    i answer
    answering
    count (?:me in|on me)
    i m in
    """
)
_CANNOT = one_of(
    r"""
    plus tard
    une autre fois
    another time
    later
    next time
    (?:i d |je |j )?(?:would )?(?:rather|prefere|prefer|aime mieux)(?: ne)? (?:not|pas)
    impossible(?: (?:pour moi|for me|cette semaine|this week|en ce moment))*
    (?:i m |im )?on (?:holiday|leave|vacation)
    sans moi
    pas (?:pour )?(?:maintenant|cette fois(?: ci)?|le te?mps|en ce moment|aujourd hui|ce soir|moi|dispo\w*|
      tout de suite|cette semaine|ces jours ci|possible (?:pour moi|cette semaine|en ce moment)|
      l instant|trop le temps|mon (?:sujet|domaine|rayon|
      truc)|la bonne personne|competente?|sure?)
    (?:je |j |jle |j en )?(?:ne |n )?(?:(?:en |le |la |y |lui |m y )*)(?:sais|peux|connais|vois|veux|pourrai|
      pourrais) (?:vraiment |malheureusement |absolument )?(?:pas|rien|plus|pas trop)(?: (?:repondre|trop|
      du tout|y|rien|aider|quoi dire|lui repondre|m en occuper|non plus|grand chose|moi))*
    (?:je )?(?:jsais|jpeux|chais|jconnais) (?:pas|rien)
    jsp
    idk
    (?:j |je )?(?:n )?ai (?:pas|plus) (?:trop |vraiment )?(?:le temps|la reponse|d idee|une minute|l energie)
    (?:j |je )?y connais rien
    (?:aucune|pas d) idee
    je (?:passe(?: mon tour)?|suis (?:trop |tres |vraiment )?(?:debordee?|occupee?|prise?|en vacances|absente?|
      malade|au travail|overbookee?|sous l eau))
    (?:trop )?(?:debordee?|occupee?)
    passe mon tour
    not (?:me|now|this time|today|right now|this week|tonight|at the moment|my (?:topic|area|thing|field)|sure|
      available|free|possible|the right person)
    no (?:time|idea|clue)
    no time for (?:it|this|that)
    (?:i |im |sorry i |i m )?(?:really )?(?:can t|cant|cannot|couldn t|won t|am unable to|not able to|haven t|
      don t have)(?: (?:answer|help|do|time|the time|right now|take|it|this|that|one|got time|any time|
      got the time|manage|be able to))*
    (?:i )?(?:really )?(?:don t|dont|do not|wouldn t) (?:really )?know(?: (?:this|that|the answer|it|anything|about|
      one))*
    dunno
    i ll pass
    i pass
    pass
    (?:i m |im )?(?:too |very |really )?(?:busy|swamped|snowed under|(?<!it )(?<!that )away|ill|at work)
    (?:ask me )?(?:another time|later)
    redemande moi plus tard
    demande moi (?:une autre fois|plus tard)
    """
)
_SORRY = re.compile(r"\b(?:desole\w*|sorry|soz|navree?|non|nan|no|nope|nn|apologies)\b")


def routed(text: str) -> str | None:
    """A referent who is asked a question: answer (they will), knows_who, not_now; None: not said, as when the answer
    itself comes."""
    if len(text) > LONGEST:
        return None
    said = spoken(text)
    said = re.sub(r"^(?:non|nan|nope|no(?= (?:sorry|i|not|can)\b)) ", "", said)
    said = _THANKED.sub("", said).strip() or said
    found = _KNOWS_WHO.search(said)
    if found and len(said.split()) <= 14 and _somebody(found[0], text) and says(said, _KNOWS_WHO, 3):
        return "knows_who"
    if "?" in text or _OF_OTHERS.search(said):
        return None
    if says(said, _CANNOT, 2 if len(said.split()) <= 8 else 1) and not says(said, _ANSWERS):
        return "not_now"
    if says(said, _ANSWERS):
        return "answer"
    if said and says(said, _SORRY):
        return "not_now"
    agreed = None if said == "stop" else _plain_yes_no(text)
    return None if agreed is None else "answer" if agreed else "not_now"


def somebody(text: str) -> str | None:
    """The first name of whoever may know, where the words that say so name them: "demande à Paul". None: nobody is
    named, or by a role only."""
    if routed(text) != "knows_who" or (found := _KNOWS_WHO.search(spoken(text))) is None:
        return None
    names = [name for name in re.findall(r"[^\W\d_]{2,}", text) if fold(name) in found[0].split()]
    capitals = [name for name in names if name[0].isupper() and _a_name(name)]
    if not capitals and (_ASKED.search(found[0]) or _TOLD.search(found[0])) and not re.search(_ROLE, found[0]):
        capitals = [name for name in names if _a_name(name)][-1:]
    behind = re.search(r"[:,–-] *([A-ZÀ-Ý][^\W\d_]+)\W*$", text)  # "je sais qui : Paul"
    return capitals[-1] if capitals else behind[1] if behind else None


def _a_name(word: str) -> bool:
    said = fold(word)
    return not (_NOT_A_NAME.match(said) or _PRONOUNS.match(said) or _NOBODY.search(said))


_NOT_A_NAME = re.compile(
    r"^(?:c|ce|ces|est|a|to|with|la|le|les|the|plutot|instead|rather|donc|mais|but|maybe|perhaps|peut|etre|pour|for|"
    r"pas|not|sais|know|connais|demande[zr]?|pose[zr]?|ask|try|see|vois|voyez|voir|avec|check|talk|send|better|essa\w+|"
    r"contact\w*|adress\w*|r?envoie)$"
)
_THANKED = re.compile(
    r" ?\b(?:merci|thanks?|thx)(?: (?:you|beaucoup|bien|quand meme|a (?:toi|vous)|a lot|so much|very much|anyway|"
    r"d avoir pense a moi|for (?:asking|thinking of me)))*\b"
)
_OF_OTHERS = re.compile(r"\b(?:you|they|we|tu|ils|il (?:ne )?(?:peut|faut)|elle|on (?!it\b|holiday|leave|vacation))\b")
"""Who says this speaks of somebody else: that is the answer itself."""
_KNOWN = re.compile(r"\b(?:qui|who|whom|quelqu un|somebody|someone)\b")
_ASKED = re.compile(r"\b(?:(?:demande|pose)\w*|ask|(?:vois|voyez|voir) avec|check with|talk to)\b")
_TOLD = re.compile(r"\b(?:vois|voyez|voir|see|try|essa\w+|contact\w*|adress\w*|r?envoie|send)\b")
_NOBODY = re.compile(
    r"\b(?:moi|me|them|their|leur|eux|elles|him|her|his|again|around|people|not|page|pas|it|this|that|here|there|ca|"
    r"question|questions|un|mieux|rien|nothing|later|tard|oui|yes|non|no)$"
)


def _somebody(found: str, text: str) -> bool:
    """Whether a person is pointed to: not "je sais", "ça peut", "ask them for a receipt", "see page 3"."""
    if _KNOWN.search(found) and not _ASKED.search(found):
        return not re.match(r"(?:que|qu)\b", found)
    name = re.sub(r" (?:plutot|instead|rather)$", "", found).split()
    capitals = {fold(word) for word in re.findall(r"[^\W\d_a-zà-ÿ][^\W\d_]+", text)}
    if _ASKED.search(found):
        return not _NOBODY.search(" ".join(name))
    if _TOLD.search(found) or re.match(r"(?:peut etre|maybe|perhaps|rather)\b", found):
        return name[-1] in capitals
    return bool(capitals & set(name)) or not _PRONOUNS.match(name[0]) or name[0] in {"c", "it", "that"}


def _plain_yes_no(text: str) -> bool | None:
    """Yes or no in a word or two; of more words, only the sign counts."""
    return read_yes_no(text) if len(words(fold(text))) <= 2 else None


_LEAVE = one_of(
    r"""
    (?:ne |n )?(?:veux |souhaite |peux |etre )?plus (?:du tout )?(?:etre )?(?:la |le |un |une )?referente?\b
    (?:arret\w*|cess\w*|quitt\w*|laisse\w*|abandonn\w*|demission\w*|stop\w*|quit|give up|leave|leaving|
      resign\w*|end)(?: (?:d|de|tout|etre|being|as|a|le|la|mon|my|the|role|du|un|une|from))* ?(?:referente?s?|
      referents|role|sujets|topics|roles)
    (?:j |je |i )?(?:arrete|demissionne|quitte|m en vais|resign|quit|m leaving|leave)(?: (?:tout|la|everything|
      completely|completement|le role))?$
    step(?:ping)? down(?: as (?:a )?referent)?
    (?:no longer|not|don t want to) (?:be |being |want to be )?(?:a |the )?referent
    (?:enleve\w*|retire\w*|supprime\w*|raye\w*|remove|drop|take)(?: (?:moi|me))?(?: (?:de|des|comme|from|as|off|
      la|the|liste|list|of))* (?:referente?s?|referents)
    (?:passer|passe|hand over|pass on) (?:la main|le relais|my role|the role)
    tout arreter
    stop (?:everything|altogether)
    ^arreter(?: tout)?$
    ^arrete tout$
    """
)
_CHANGES_CAP = one_of(
    r"""
    (?:changer?|modifier?|baisser?|augmenter?|diminuer?|regler?|reduire|fixer?|change|set|raise|lower|increase|
      reduce|edit|adjust|update)\b.*\b(?:nombre|plafond|limite|maximum|max|number|limit|cap|how many|combien|
      a la fois|at once|at a time)
    (?:le |mon |la |ma |the |my )?(?:nombre|plafond|limite|maximum|number|limit|cap)(?: (?:de|of) questions)?
    combien (?:de questions )?a la fois
    how many(?: questions)?(?: at (?:once|a time))?
    (?:moins|plus|fewer|more|less) (?:de |d )?questions a la fois
    (?:fewer|more|less) questions at (?:once|a time)
    moins de questions
    fewer questions
    less questions
    """
)


_TURNED = {
    "off": "off",
    "pause": "off",
    "une pause": "off",
    "faire une pause": "off",
    "souffler": "off",
    "take a break": "off",
    "a break": "off",
    "on": "on",
    "reviens": "on",
    "je reviens": "on",
    "revenir": "on",
    "reprendre": "on",
    "come back": "on",
    "resume": "on",
}
"""Short answers that say it only where a change is asked for."""


_NO_CHANGE = re.compile(
    r"(?:non |nan |no |nope )*(?:rien(?: (?:a changer|du tout|merci))?|non(?: merci)?|nan|"
    r"no(?: thanks| thank you)?|nope|nothing(?: thanks)?|"
    r"(?:c est |ca va |c )(?:bon|ok|parfait|tres bien|bien comme ca|comme ca|tres bien comme ca)(?: merci)?|merci|"
    r"(?:it s |that s |all )(?:fine|good|ok|all right)(?: as it is)?(?: thanks)?|thanks|"
    r"(?:laisse|leave)(?: (?:tout )?(?:comme ca| it(?: so| as it is)?))?)"
)


def my_topics(text: str) -> str | None:
    """What a referent wants to change: off and on (the rotation), cap (how many at once), leave; `SKIP`: nothing; None:
    not said."""
    if len(text) > LONGEST or "?" in text:
        return None
    said = spoken(text)
    if _NO_CHANGE.fullmatch(said):
        return SKIP
    if cap(text) is not None:
        return "cap"
    turned = rotation(text) or _TURNED.get(said)
    if _LEAVE.search(said) and not re.search(r"\brotation\b", said):
        return "leave"
    if turned:
        return turned
    return "cap" if _CHANGES_CAP.search(said) else None
