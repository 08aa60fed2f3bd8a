"""What may be said in the middle of any question: cancel, back, help… and corrections. Whole messages only: an
answer is never taken for one."""

from __future__ import annotations

import re
from functools import lru_cache

from .text import fold, listed, near

_FILLERS = frozenset(
    listed(
        "stp svp s'il te vous plait sil plz pls please merci thanks thank you bonjour salut hello hi "
        "hey bot le la l un une the a an to de d du on moi me m je j i veux voudrais "
        "voudrai aimerais peux peut pourrais pourrait can could would want wanna like d'd ll let lets "
        "let's allez ok okay oui non bon ben bah euh hum alors tout ca cela this that it everything "
        "now maintenant fois tu il faut need vais vas go please just juste finalement actually svp en "
        "fait alors donc so well oh ah y is possible est ce que qu one all bien bonsoir madame "
        "monsieur "
        "dear cher souhaite souhaiterais desire prefere i'd d'abord besoin ai j'ai have avoir faire do "
        "c'est ce s t l' hein sorry desole desolee pardon mais but and et votre ton mon my your for "
        "pour "
        "c d n c n ma mes cette ce cet ne if wish possible quick vite un-peu peu bit little moment instant"
    )
)

_MANNERS: dict[str, list[str]] = {
    "cancel": listed(
        "annuler annule annulez annulation annulons cancel cancelled abandonner abandonne abandon "
        "abort forget oublie oubliez laisse+tomber laissez+tomber laisser+tomber "
        "never+mind nevermind nvm tant+pis rien+finalement drop+it scrap+that forget+about "
        "plus+la+peine quitter quitte quit exit sortir "
        "j'abandonne change+mind changed+mind change+avis annulle anulle anuler leave+off stop+here on+arrete+la"
    ),
    "back": listed(
        "retour retourner retourne back previous precedent precedente undo revenir reviens revenez "
        "arriere go+back step+back retour+arriere en+arriere question+precedente etape+precedente "
        "previous+question "
        "previous+step revenir+arriere reviens+arriere revenir+question+precedente last+question "
        "back+step one+back menu+precedent going+back"
    ),
    "correct": listed(
        "corriger corrige corrigez correction rectifier rectifie correct modifier+reponse "
        "modifier+reponses changer+reponse change+answer change+answers edit+answer correct+answer "
        "fix+answer fix modifier modifie "
        "suis+trompe suis+trompee me+suis+trompe trompe trompee tromper erreur made+mistake mistake "
        "wrong+answer erreur+part mal+repondu corriger+reponse corriger+quelque+chose modify "
        "changer+reponses edit"
    ),
    "skip": listed(
        "passer passe passez skip suivant suivante next next+question question+suivante "
        "passer+question skip+question sauter saute sauter+question pass prochaine+question ignorer "
        "ignore je+passe i+pass "
        "autre+question plus+tard+question rather+not+say prefere+pas+repondre ne+pas+repondre "
        "pas+repondre not+answer prefer+not+answer prefer+not+say no+answer skip+step move+on"
    ),
    "help": listed(
        "aide aidez aider aides aide-moi help sos helpp aled mode+emploi comment+marche how+work "
        "how+does+work comprends+rien comprends+pas comprend+pas comprend+rien "
        "understand+nothing don't+understand dont+understand do+not+understand i'm+lost im+lost perdu "
        "perdue suis+perdue suis+perdu lost am+lost comment+ca+marche "
        "que+dire what+say que+repondre quoi+repondre what+answer should+answer commandes commands "
        "menu+aide au+secours capte+rien pige+rien pige+pas confused am+confused i'm+confused "
        "instructions"
    ),
    "repeat": listed(
        "repeter repete repetez redis redire redites repeat again say+again encore+fois pardon+? quoi "
        "what question+deja what+was+question quelle+etait+question la+question+etait what+did+say "
        "tu+disais "
        "repeter+question repete+question repeat+question come+again reposer+question repose+question "
        "redis+question comment+? resend renvoie renvoyer sorry+? c'etait+quoi+question "
        "quelle+question what+question question+again relire+question question+quoi "
        "question+etait+quoi question+deja"
    ),
    "pause": listed(
        "pause pauses paused mettre+pause mets+pause met+pause mise+pause en+pause faire+pause "
        "put+pause put+hold on+hold break take+break une+pause pauser suspendre suspend silence mute "
        "snooze "
        "fais+pause pause+me pause+notifications pause+messages pauze"
    ),
    "stop": listed(
        "stop arreter arrete arretez arret stopper stoppe unsubscribe desabonner desabonne desabonnez "
        "desinscrire desinscrivez desinscription opt+out stop+messages stop+messaging stop+writing "
        "stop+contacting "
        "arrete+messages arretez+messages arreter+messages plus+messages plus+de+messages "
        "no+more+messages ne+m'ecris+plus ne+plus+ecrire ne+m'ecrivez+plus ecris+plus ecrivez+plus "
        "ne+plus+recevoir plus+recevoir plus+recevoir+messages ne+recevoir+plus "
        "leave+alone fous+paix foutez+paix laisse+tranquille laissez+tranquille stop+bothering "
        "remove+list arrete+de+m'ecrire arretez+de+m'ecrire arreter+de+m'ecrire stop+texting stope "
        "stopp"
    ),
    "human": listed(
        "humain humaine human parler+humain parler+humaine talk+human speak+human vrai+personne "
        "vraie+personne real+person actual+person parler+quelqu'un parler+quelqu+un talk+someone "
        "speak+someone talk+person "
        "speak+person talk+somebody speak+somebody parler+personne parler+vrai+personne "
        "parler+vraie+personne parler+etre+humain etre+humain human+being un+humain contacter+humain "
        "operator operateur conseiller parler+responsable "
        "talk+real+person speak+real+person speak+actual+person parler+organisateur talk+organiser "
        "speak+organiser talk+organizer parler+a+un+membre quelqu'un+reel appelle+humain agent+human "
        "real+human contact+human contacter+personne joindre+quelqu'un"
    ),
    "my_data": listed(
        "mes+donnees mes+data my+data mes+donnees+personnelles my+personal+data donnees+personnelles "
        "personal+data mes+infos+personnelles rgpd gdpr voir+mes+donnees see+my+data show+my+data "
        "export+data export+my+data exporter+donnees exporter+mes+donnees telecharger+mes+donnees "
        "download+my+data que+savez-vous+sur+moi que+sais-tu+sur+moi what+know+about+me what+data+have "
        "my+information mes+informations mes+informations+personnelles "
        "acceder+mes+donnees access+my+data consulter+mes+donnees vie+privee privacy donnees+sur+moi "
        "data+about+me donnees+que+avez"
    ),
}
_HAS_ANOTHER = re.compile(r"\b(?:ai|g|jai|aurais|got|have)\b(?: encore)? (?:une |an)?(?:autre|other) question")
"""Who has another question does not skip one."""
_WENT = re.compile(r"\b(?:s'?|s |c'?)est (?:\w+ ){0,2}passee?\b")
"""Who says how it went skips nothing: "ça s'est bien passé"."""
_DOES_IT = re.compile(r"\bje (?:la |le |les |l')(?:modifie|corrige|rectifie)")
"""Who changes "it" speaks of what lies before them, not of their last answer."""
_SHOUTED = {
    "?": "help",
    "??": "help",
    "???": "help",
    "h": "help",
    "🆘": "help",
    "⏸": "pause",
    "⏸️": "pause",
    "↩": "back",
    "↩️": "back",
    "⏭": "skip",
    "⏭️": "skip",
    "⬅️": "back",
    "🔙": "back",
    "🛑": "stop",
}
_LISTED = [(name, tuple(phrase.split("+"))) for name, phrases in _MANNERS.items() for phrase in phrases]
_SINGLE = {phrase[0]: name for name, phrase in _LISTED if len(phrase) == 1}
_KNOWN = frozenset(part for _, phrase in _LISTED for word in phrase for part in re.split(r"['-]", word))
_NOT_ALONE = frozenset(
    listed(
        "passe passer fix erreur pass next autre quoi what break silence edit fix correct exit modifie "
        "modifier again trompe lost sortir perdu leave retourne ignore suivant encore mute stop"
    )
)
"""Words of manners that, mistyped or with others, are often part of an answer: taken only as they are."""
_LOOKALIKES = frozenset(
    listed(
        "aime aimer aimes aidee pose poser posee pauvre retard annee annees passage passion hello "
        "helps heap held step shop stock top text nest best corrige repos repas retape retire bask "
        "pack black arrive arriver arrives "
        "pluie human humanitaire humour humus skype ski pas base pause-cafe menus cause aise aines "
        "aine aines airs hell heel helm whelp"
    )
)
MOST_WORDS = 12


def manner(text: str) -> str | None:
    """cancel, back, correct, skip, help, repeat, pause, stop, human or my_data when the whole message says just
    that; else `None`."""
    if len(text) > 200:
        return None
    stripped = text.strip()
    if stripped in _SHOUTED:
        return _SHOUTED[stripped]
    folded = re.sub(r"\bqqn\b", "quelqu'un", fold(stripped))
    if re.fullmatch(r"(?:non[- ]stop|questions again)\W*", folded):  # the latter: after a rest from questions
        return None
    if re.fullmatch(r"(?:(?:hi|hello|hey)\W+)?i(?:'?m| am) back(?: again| now)?\W*", folded):  # after a pause
        return None
    if _HAS_ANOTHER.search(folded) or _DOES_IT.search(folded) or _WENT.search(folded):
        return None
    said = tuple(
        re.findall(
            r"[^\W_]+(?:['-][^\W_]+)*|\?",
            re.sub(r"[?!.…\s]+$", lambda found: " ?" if "?" in found.group() else "", folded),
        )
    )
    return _of_words(said) if 0 < len(said) <= MOST_WORDS else None


@lru_cache(maxsize=2_048)
def _of_words(said: tuple[str, ...]) -> str | None:
    asked = said[-1] == "?"
    plain = tuple(word for word in said if word != "?")
    if not plain:
        return None
    if asked and len(plain) <= 2 and plain[-1] in {"pardon", "comment", "hein", "sorry"}:
        return "repeat"
    for name, phrase in sorted(_LISTED, key=lambda one: -len(one[1])):
        wanted = tuple(word for word in phrase if word != "?")
        if ("?" in phrase) and not asked:
            continue
        if len(wanted) > 1 and _covers(plain, wanted):
            return name
    telling = tuple(word for word in _split(plain) if word not in _FILLERS)
    if telling and telling[0] in {"what", "quoi"} and len(plain) > 2:
        return None  # "what can you do?" asks for something else
    if len(set(telling)) == 1 and not (len(plain) > 1 and _answerlike(plain)):
        return _single(telling[0], len(plain) == len(telling))
    return None


def _split(plain: tuple[str, ...]) -> tuple[str, ...]:
    """`aidez-moi` -> `aidez`, `moi`; `d'annuler` -> `annuler`."""
    return tuple(part for word in plain for part in re.split(r"['-]", word) if part)


def _answerlike(plain: tuple[str, ...]) -> bool:
    """`je peux aider`, `I can help`, `i want to pass`: an offer or a fact rather than a wish addressed to the bot."""
    joined = " ".join(_split(plain))
    return bool(
        re.search(
            r"\b(?:peux aider|can help|could help|like to help|want to help|veux (?:bien )?aider|"
            r"aimerais aider|voudrais aider|vais aider|love to help|happy to help|pour aider|to help|"
            r"(?:je|j) (?:peux|veux|vais|voudrais) (?:passer|sortir)|pass by|next (?:week|month|year)|"
            r"une? aide|m ?(?:a|as|ont|avez) (?:\w+ )?aidee?s?|"
            r"not? (?:cancel|stop)|ne? (?:pas|veux)|pas d aide)\b|\bpas\b|\bnot\b|\bno help\b",
            joined,
        )
        and not re.search(r"\b(?:me help|help me|aide moi|aidez moi|m aider|besoin d aide|need help|a help)\b", joined)
    )


def _covers(plain: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether the message is just these words in this order, with fillers around and between."""
    parts = _split(plain)
    wished = _split(wanted)
    at = 0
    for word in parts:
        if at < len(wished) and (
            word == wished[at] or (len(word) >= 5 and word not in _KNOWN and near(word, wished[at]))
        ):
            at += 1
        elif word not in _FILLERS:
            return False
    return at == len(wished) and not (
        wished[0] not in {"ne", "pas", "no", "don", "plus"}
        and "pas" in parts
        and "pas" not in wished
        and "comprends" not in parts
    )


def _single(word: str, alone: bool) -> str | None:
    exact = _SINGLE.get(word)
    if exact:
        return exact
    if len(word) < 4 or word in _LOOKALIKES:
        return None
    close = {
        name
        for known, name in _SINGLE.items()
        if known not in _NOT_ALONE and len(known) >= 4 and known not in {"sos"} and near(word, known)
    }
    doubled = re.sub(r"(.)\1", r"\1", word)
    if not close:
        close = {_SINGLE[doubled]} if doubled in _SINGLE else set()
    return close.pop() if len(close) == 1 else None


_CORRECTION = re.compile(
    r"^(?:(?:ah |oh |euh |ben |mais |oups[ ,]*|oops[ ,]*|pardon[ ,]*|sorry[ ,]*|desolee?[ ,]*|"
    r"attend[sz]?[ ,]*|wait[ ,]*|hang on[ ,]*)*)"
    r"(?:"
    r"(?:non|nan|no|nope|nah)\b(?:[ ,.;:!]*(?:non|no|pardon|sorry|desolee?|attend[sz]?|wait|en fait|"
    r"actually|finalement|plutot|rather|je voulais dire|je veux dire|i meant?|i mean|make (?:it|"
    r"that)|c'?est|c'?etait|it'?s|it was|oups|oops|mais|but|euh|well)(?=\W|$))*"
    r"|(?:en fait|actually|finalement|au final)\b(?:[ ,.;:]*(?:non|no|pardon|sorry|plutot|rather|"
    r"je voulais dire|i meant?|make (?:it|that)|c'?est|c'?etait|it'?s)(?=\W|$))*"
    r"|(?:je (?:voulais|veux|voulait) dire|jvoulais dire|i meant?(?: to (?:say|write|type|put))?|"
    r"i (?:should have said)|correction(?= ?[:,;-])|je corrige|erreur|rectification|my mistake|"
    r"mon erreur|je me suis trompee?|make (?:it|that)|scratch that|(?:or |ou )?plutot|or rather|"
    r"better)\b(?:[ ,.;:!]*(?:non|c'?est|c'?etait|it'?s|plutot|rather|en fait|make (?:it|"
    r"that))(?=\W|$))*"
    r")[ ,.;:!-]*(?P<rest>.*)$",
    re.DOTALL,
)
_AGREEING = re.compile(
    r"^(?:pas|merci|thanks|thank|thx|je|j'|i\b|i'm|c'est|ca|cela|rien|jamais|aucun|desole|sorry|"
    r"probleme|problem|worries|way|idea|not|need|one|il|elle|on|nous|they|we|he|she|it\b|way|way|"
    r"chance|longer|more|time|plus|non|no|vraiment|really|never|"
    r"(?:that'?s |bon |tout )?(?:bon|ok|okay|fine|good|all right|alright|parfait|tout)\W*$)\b"
)


def correction(text: str) -> str | None:
    """What the message puts in place of the last answer: `non, le jeudi` -> `le jeudi`. A bare `non` corrects
    nothing: `None`."""
    raw = text[:400].strip()
    plain = raw.replace("’", "'")
    folded = _same_length_fold(plain)
    found = _CORRECTION.match(folded)
    if not found or not found["rest"].strip(" .!?"):
        return None
    opener = folded[: found.start("rest")]
    rest = raw[found.start("rest") :].strip(" .!")
    if re.match(r"\W*(?:\w+ )?(?:non|nan|no|nope|nah)\b", opener):
        corrected = re.search(
            r"(?:voulais|veux|meant?|mean|make|plutot|rather|en fait|actually|finalement|wait|attend|"
            r"c'?etait|it was|oups|oops)",
            opener,
        )
        if not corrected and (_AGREEING.match(folded[found.start("rest") :].strip()) or len(rest.split()) > 8):
            return None
    elif re.match(r"\W*(?:plutot|better|erreur|or rather|ou plutot)", opener) and not re.match(
        r"\W*(?:ou|or) ", opener
    ):
        if len(rest.split()) > 6 or not re.match(r"\W*(?:erreur)", opener):
            return None
    elif re.match(r"\W*(?:en fait|actually|finalement|au final)\W*$", opener) and (
        _AGREEING.match(folded[found.start("rest") :].strip()) or len(rest.split()) > 6
    ):
        return None
    return rest or None


def _same_length_fold(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join((fold(letter) or " ")[0] if not letter.isspace() else " " for letter in text)
