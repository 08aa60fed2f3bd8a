"""How organisers speak of whom they mean: what begins each kind of thing, and what says nothing of it."""

from __future__ import annotations

import re
from typing import Literal

from .ideas import NUMBER
from .text import listed

Mode = Literal["", "skills", "interests", "wants", "languages", "place", "days"]
"""What a piece of text speaks of."""

MODES: dict[Mode, str] = {
    "wants": (
        r"(?:(?:veulent|voudraient|souhaitent|aimeraient|ont envie d[e'] ?) ?(?:bien )?)?"
        r"(?:apprendre|s'initier|se former)(?: a)?|apprennent|"
        r"(?:want(?:s|ing)?|wish|would like|'d like) to learn|learn(?:ing|s)?(?: to)?"
    ),
    "languages": r"parl(?:e|ent|ant|ants|er)\b|speak(?:s|ing)?\b|bilingu\w+(?: (?:en|in))?",
    "place": (
        r"(?:habit(?:e|ent|ant|ants)|vi(?:t|vent|vant)|resid(?:e|ent|ant)|install\w+|bas(?:ee?s?|es)|situes?|"
        r"liv(?:e|es|ing)|based|located|"
        r"(?:sont|se trouvent|are|is|'re)(?= (?:a|en|dans|pres|autour|sur|au|aux|in|near|around|at|from)\b))\b"
        r"(?: (?:a cote de|a|en|dans|pres d[eu']|autour d[eu']|vers|sur|au|aux|du cote d[eu']|in|near|around|at|"
        r"close to|from|nearby)\b)*"
    ),
    "days": (
        r"(?:sont |soient |etre |are )?(?:libres?|dispo\w*|free|available)\b|peuvent (?=l[ea]s? |en |du |ce )"
    ),
    "interests": (
        r"(?:qui )?(?:s'|se )?(?:aim(?:e|ent|ant)|ador(?:e|ent)|interess\w+|passionn\w+|curieu\w+)"
        r"(?: (?:au|aux|a|par|pour|de|du|des|d'))?\b|(?:fans?|amateurs?|amatrices?) d[eu']|"
        r"\b(?:likes?|loves?|enjoys?|interested in|into|keen on|fond of|passionate about|enthusiasts?|care about)\b"
    ),
    "skills": (
        r"(?:se debrouillent (?:en|avec)|s'y connaissent en|sav(?:ent|oir|ant)|sait|sachent|sachant|sache|"
        r"capables? d[e']|peuvent|peut|pourraient|puissent|pouvant|maitris(?:e|ent)|pratiqu(?:e|ent)|"
        r"connaissent|connait|font|"
        r"(?:bons?|bonnes?|doue\w*|forte?s?|a l'aise|competent\w*) (?:en|avec|pour|a)|experience (?:en|in|of|with)|"
        r"can|could|knows? (?:how to|about)|know|knows|able to|good (?:at|with)|skilled (?:in|at)|do\b|"
        r"handy (?:at|with))"
        r"(?: (?:bien |tres bien )?(?:faire|s'occuper d[eu']|aider|do|make|help with|help))?\b"
    ),
}
EXCEPT = re.compile(
    r"\b(?:(?:sauf|except(?:e|es|ing)?(?: for)?|hormis|hors|a l'exception d[eu]s?|a part|en dehors d[eu]s?|"
    r"(?:but|and) not|(?:mais|et|ou) pas|without|sans|excluding|other than|apart from|bar|aren't|isn't)\b|"
    r"pas (?=l[ea]s? |ceux|celles|du |dans |aux? |de |nouve|debut)|not (?=the |those|people|in |from |new|anyone))"
)
DENIED = re.compile(
    r"(?:\bne |\bn')(?:[a-z']+ ){1,3}?(?:pas|plus|jamais|aucune?)\b"
    r"|\b(?:(?:do|does|did|are|is|could|would|wo|ca)(?:n't| not)|cannot|can not|never)\b"
)
"""What people are not, or cannot do; up to `ENDS_DENIED`."""
ENDS_DENIED = re.compile(r"[,;:.!?\n]| (?:et|mais|ou|and|but|or) |$")
ENDS_EXCEPT = re.compile(r"[,;:.!?\n]|\bmais\b(?! pas)|\bbut\b(?! not)")
"""From here on it is spoken of those who are wanted again."""
CUTS = re.compile(
    "|".join(rf"(?P<{mode}>(?<![\w-])(?:{form}))" for mode, form in MODES.items())
    + r"|(?P<hard>[,;:.!?\n()]+|\b(?:mais|but)\b(?! (?:pas|not)\b))"
    + rf"|(?P<not>{EXCEPT.pattern})"
    + r"|(?P<who>\b(?:qui|who|that|dont|whose|ceux|celles|those|et|and|ou|or)\b)"
)
"""Where a text begins to speak of something else; the name of what is found says of what."""
TRIGGERS = re.compile(rf"(?<![\w-])(?:{'|'.join(MODES.values())})")

NEWCOMERS = re.compile(
    r"\b(?:les |des |the |aux )?(?:tout(?:es)? )?"
    r"(?:nouve(?:aux|lles?|au)[ -](?:venue?s?|arrivante?s?|benevoles?|membres?|inscrite?s?|adherente?s?|recrues?)|"
    r"nouve(?:aux|lles)(?= *(?:$|[,;.!?)]|(?:et|ou|qui|du|de|des|dans|en|a|au|aussi|sont|seulement|uniquement|"
    r"libres?|dispo\w*|accept\w+|bienvenu\w*|compris\w*)\b))|"
    r"new(?:comers?| comers?| people| members?| volunteers?| ones)|debutants?(?! en)|recrues)\b"
)
ALSO_WELCOME = re.compile(r" ?(?:sont |are )?(?:acceptee?s|bienvenu\w*|welcome|aussi|too|compris\w*|included|ok)\b")
"""After newcomers: nobody else is left out for them."""
OLD_HANDS = re.compile(
    r"\b(?:les |the )?"
    r"(?:anciens|anciennes|habitues?|old hands|regulars|experienced (?:ones|people|members|volunteers))\b"
)
EVERYBODY = re.compile(
    r"\b(?:tout le monde|tou(?:s|tes) (?:les )?(?:benevoles|membres|adherents?|adherentes|gens|volontaires)|"
    r"everybody|everyone|anybody|anyone|n'importe qui|l'ensemble des (?:benevoles|membres)|"
    r"all (?:of )?(?:our |the )?(?:members|volunteers|people)|toute l'(?:association|asso|equipe)|"
    r"the whole (?:association|team))\b"
)
_PERSON = (
    r"(?:autres? |other |bonnes? |more )?(?:personnes?|pers|benevoles?|volontaires?|gens|people|persons?|volunteers?|"
    r"helpers?|paires? de bras|pairs? of hands|bras|hands|membres?|members?|amis?)"
)
_NEED = (
    r"(?:il (?:m'en|nous en|m'|me|nous|t'|en)? ?(?:faut|faudrait|faudra)|j'a(?:i|urais) besoin d[e'] ?|"
    r"on a besoin d[e'] ?|besoin d[e'] ?|(?:je|on|nous) (?:cherch\w+|recherch\w+|veux|voudrais|voudrait)|cherche|"
    r"i(?: would|'d)? (?:need|want|like)|we(?: would|'d)? (?:need|want|like)|(?:i'm |we're )?looking for|need|"
    r"find me|trouve[- ]moi)"
)
_RANGE = rf"(?:{NUMBER} ?(?:a|ou|-|or|to) ?)?"
_COUNT = (
    r"(?:une (?:bonne )?(?:dizaine|douzaine|quinzaine|vingtaine|trentaine)(?: d[e'] ?)?|a dozen|a couple of|"
    rf"{_RANGE}{NUMBER})"
)
_NO_TIME = r"(?! ?(?:h|heures?|hours?|hrs?|min|mn|minutes?|jours?|days?|semaines?|weeks?|demi|half)\b)"
PEOPLE = re.compile(
    rf"(?:{_NEED} ?)?(?:(?:environ|about|around|au moins|at least|only|juste|up to|jusqu'a|max(?:imum)?) )?"
    rf"(?P<a>{_COUNT}) ?{_PERSON}\b|"
    rf"{_NEED} (?:environ |about |au moins |at least |juste |only )?(?P<b>{_COUNT})\b{_NO_TIME}(?= |$|[,.;])|"
    rf"(?:{_NEED} )?(?P<one>quelqu'un|qqun|someone|somebody|une personne|one person|a person)\b"
)
"""How many are wanted."""
_NO_CLOCK = "".join(
    rf"(?<!{word} )"
    for word in (r"\ba", r"\bat", "apres", "avant", "after", "before", r"\bdes", "vers", "from", "until")
)
MINUTES = re.compile(
    _NO_CLOCK + r"\b(?:(?:pendant|pour|environ|about|around|for|ca prend(?:ra)?|it takes|durant|en|duree ?:?) )*"
    rf"(?P<time>{_RANGE}{NUMBER} ?(?:petites? |bonnes? |short |good )?"
    r"(?:heures?|hours?|hrs?|mins?|mn|minutes?|demi-?heures?|quarts? d'heures?|half[- ]hours?|h)(?: ?[0-5]\d\b|\b)"
    r"(?: et (?:demie?|quart)| and a half)?|half an hour|"
    rf"{NUMBER} ?(?:demi-? ?journees?|journees?|jours?|days?)\b|half a day)"
    r"(?: (?:environ|max\w*|or so|each|chacune?))?"
)
PHONES = {
    "hispanophone": "es", "anglophone": "en", "francophone": "fr", "germanophone": "de", "arabophone": "ar",
    "italophone": "it", "lusophone": "pt", "russophone": "ru", "turcophone": "tr",
}  # fmt: skip
SPEAKERS = re.compile(r"\b(?:(\w+phone)s?|(\w+)[ -](?:speakers?|speaking(?: people)?))\b")
DAY_WORD = re.compile(
    r"\b(?:(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"week[ -]?ends?|weekdays?|en semaine|(?:in|during) the week|matins?|matinees?|soirs?|soirees?|apres[- ]midis?|"
    r"aprems?|mornings?|evenings?|afternoons?)\b"
)
DAY_LEADS = re.compile(
    r"(?:\b(?:tou(?:s|tes)|les?|la|on|in|the|en|du|au|every|each|chaque|ce|this|durant|pendant|during|next|at)\b ?|"
    r"\bl' ?)+$"
)
CITY = re.compile(
    r"(?:(?<=\s)|^)(?:[àa]|[àa] c[ôo]t[ée] de|d[eu]|d['’]|en|sur|vers|pr[èe]s d[eu]|autour d[eu]|in|at|from|near|"
    r"around) ?(?P<place>(?:[Ll][ea]s? |L['’])?[A-ZÀ-Ý][\w'’]+"
    r"(?:[ -](?:[A-ZÀ-Ý\d][\w'’]*|(?:sur|sous|les?|l[èe]s|la|en|de|du|upon)[ -](?=[A-ZÀ-Ý])))*)"
)
"""As it is written: a capital letter shows it."""
PLACE_LEADS = re.compile(
    r"^(?:(?:a|au|aux|en|dans|sur|pres de|in|at|near|around|from|to|the|de|du|d'|la ville de|le quartier de) ?)+"
    r"(?= |\b)"
)
AND_AROUND = re.compile(
    r",? (?:et|and|ou|or) (?:(?:ses |les |the )?(?:environs|alentours|surroundings)|aux alentours|autour|"
    r"around(?: it)?|nearby)\b"
)
GROUP_NOUN = re.compile(
    r"\b(?:groupes?|groups?|equipes?|teams?|salons?|rooms?|commissions?|committees?|cercles?|poles?|antennes?|crew)\b"
)
THOSE_OF = re.compile(
    r"\b(?:ceux|celles|gens|membres|benevoles|people|those|members|volunteers|everybody|everyone|monde|personnes) "
    r"(?:du|de la|de l'|des|de|d'|dans le|dans la|in the|of the|from the|in|of|from) ?$"
)
OF_A_GROUP = re.compile(
    rf"(?:(?P<before>[^\W_]+) )?{GROUP_NOUN.pattern}"
    r"(?: (?:(?:de la|de l'|de|du|des|d'|of|for|the|le|la|les) ?)*(?P<name>[^\W_]+))?"
)
SMALL = frozenset(
    listed(
        "a a-t-on able about adherent adherents ai aide aider aides aimerais ainsi all along alors also and any "
        "anyone appel appeler appelle are around as ask asso association at au aussi autre autres aux available "
        "avec be been benevole benevoles besoin besoins bien bonjour both bras but ca call can ce celles ces ceux "
        "chacun chacune cherche cherchons chez choses come coming contact contacte contacter could coup d dans de "
        "demande demander des deux dire dis dispo do donner dont du each ecrire ecris either elles en ensemble "
        "envie environ envoie envoyer equipe est et etre euh everybody everyone faire fait faudrait faut fois "
        "folk folks font for free from gens give group groupe groupes groups habite habitent had hands happy has "
        "have hello help helpers her his i if il ils in invite inviter is it its j je just juste keen know l la "
        "le least lend les let leur leurs libre like live lives ll looking lovers m ma made main mais make max maximum "
        "maybe me members membre membres merci minimum moi moins monde motive motivees motives my n ne near need "
        "needed ni no non nos not notre nous of ok on only ont or ou oui our out over parle parlent parmi pas "
        "people person personne personnes persons peut peuvent plait please plus plutot pour pouvoir pret prete "
        "prets prevenir previens qu que quelqu quelques qui re ready recherche s sait salut savent savoir say se "
        "send seulement so soient soit some somebody someone sont speak speaks stp sur svp t take task tasks te "
        "team tell than that the their them there they thing this those to toi tous tout toute toutes tu un une "
        "uniquement us ve venir veux viennent vivent volontaire volontaires volunteer volunteers voudrais vous "
        "want wanted we well where which who who'd whole whose will willing with would write y yes you"
    )
)
"""Words of any such sentence: left over, they are not worth giving back."""
