"""`ouais grave`, `pas question`, `nope`, `👍`, `faut voir` -> yes, no, or unclear."""

from __future__ import annotations

import re

from .text import Vocabulary, fold, listed, words

_YES_SIGNS = "👍✅👌🙋💪🙏😍🤩🎉💯🆗✔☑🤝❤😀😃😄🫡"
_NO_SIGNS = "👎❌🚫🙅✖⛔🛑😡🙁"
_UNSURE_SIGNS = "🤷🤔😕😐"

_UNSURE = re.compile(
    r"\b(?:faut voir|a voir|on verra|je verrai|voyons|peut[- ]?etre|ptet|ptetre|peutetre|perhaps|"
    r"maybe|mayb|possibly|possiblement|eventuellement|"
    r"ca depend|sa depend|depends?|depending|(?:je |j'?|ch|che?)?(?:ne? )?(?:sais|c|s[ae]) (?:pas|"
    r"plus|po)(?! faire)|jsp|j'en sais rien|chepa\w*|chais pas|jsais pas|idk|dunno|"
    r"don'?t (?:really )?know|dont know|do not know|"
    r"not sure|unsure|pas sure?|pas certaine?|pas vraiment sure?|aucune idee|no idea|reflechi\w*|"
    r"think about it|think it over|let me think|let me check|sleep on it|"
    r"hesite|undecided|je (?:te|vous) (?:dirai|redis|dis|confirme|tiens)|(?:i'?ll|"
    r"will) (?:let you know|tell you|see|get back|ask|think)|we'?ll see|we will see|see how|"
    r"oui et non|yes and no|ni oui ni non|mi[- ]figue|bof|mouais|meh|moyen|couci|fifty|50 ?/ ?50|"
    r"entre les deux|in two minds|"
    r"(?:dois|vais|faut que je|devrais|must|have to|need to|should|got to|"
    r"gotta) (?:d'abord )?(?:en |me |first |just )?(?:demande\w*|voir|verifie\w*|parle\w*|"
    r"regarde\w*|ask|check|see|reflechi\w*|consult\w*|think|talk)|"
    r"plus tard|later|demande[- ](?:moi|le)|ask me|who knows|qui sait|hard to say|difficile a dire|"
    r"pourquoi(?! pas)|why(?! not)|c'?est quoi|quoi|what|comment ca|hein|pardon|pas encore decid\w*|"
    r"not decided|haven'?t decided|"
    r"si (?:je peux|possible|j'ai|besoin|c'est|il|on)|if (?:i can|possible|i have|needed|it)|unless|"
    r"a moins que|tbc|tbd|normalement|en principe|si tout va bien|je crois pas savoir|no clue|"
    r"not certain|je regarde)\b"
)
_FIRM_NO = re.compile(
    r"\b(?:bien sur que non|surement pas|certainement pas|surtout pas|absolument pas|pas question|"
    r"hors de question|pas du tout|pas vraiment|pas trop|pas forcement|pas specialement|"
    r"pas pour (?:moi|l'instant|le moment)|"
    r"(?:c'?est |c |ce n'est )?pas (?:bon|ca|possible|la peine|necessaire|exact|juste|vrai|correct|"
    r"aujourd'?hui|maintenant|ce soir|cette fois|tout de suite|encore|interesse\w*|envie|le temps|"
    r"correct|d'accord|dispo\w*|moi|besoin|ok)|"
    r"(?:plus|no longer) (?:ca|juste|vrai\w*|bon|exact\w*|valable|correct\w*|right|true|valid|it)|"
    r"(?:no|not) (?:way|chance|thanks|thank you|really|today|now|tonight|at all|yet|this time|"
    r"interested|for me|right now|a chance|quite|right|correct|true|necessary|possible|me|okay|ok|"
    r"happening|especially|particularly|keen|likely|in the mood|available|free)|"
    r"of course not|certainly not|definitely not|absolutely not|surely not|hell no|i'?d rather not|"
    r"rather not|prefer not|i'?d prefer not|think not|hope not|afraid not|don'?t think so|"
    r"dont think so|guess not|"
    r"(?:je )?(?:ne? )?(?:pense|crois|prefere|veux|peux|souhaite|voudrais|suis) (?:vraiment |"
    r"surtout )?pas|jpeux pas|jveux pas|jpense pas|jcrois pas|peux pas|veux pas|aime(?:rais)? pas|"
    r"(?:can|do|won|would|could|should|did|is|am|was|will|wouldn)(?:'| )?(?:n'?)?t|cannot|can'?t|"
    r"dont|wont|wouldnt|couldnt|isnt|ain'?t|ne (?:\w+ )?(?:\w+ )?(?:pas|plus|point)|"
    r"(?:that'?s|thats|it'?s|its|c'?est|c) (?:wrong|false|incorrect|faux|errone|une erreur|"
    r"a mistake|inexact)|sans (?:facon|moi)|une autre fois|une prochaine fois|another time|"
    r"some other time|maybe (?:another|next) time|next time|"
    r"je (?:passe|refuse|decline|prefere eviter)|i'?ll pass|i pass|pass on|count me out|"
    r"laisse[rz]? (?:tomber|moi)|leave (?:it|me)|never ?mind|malheureusement|unfortunately|"
    r"impossible|no can do|forget it|que nenni|au contraire|jamais|never|nope|nan|non|plutot non|"
    r"rien du tout|du tout|pas la|pas pour|stop|negatif|negative|refuse|decline|faux|wrong|incorrect)\b"
)
_FIRM_YES = re.compile(
    r"\b(?:bien sur(?! que non)|bien entendu|pourquoi pas|why not|pas de (?:probleme|souci|soucis|"
    r"pb|prob)|pas d'?(?:objection|inconvenient|problem)|sans (?:probleme|souci|hesit\w*|doute|"
    r"aucun doute)|aucun (?:probleme|souci)|"
    r"no (?:problem|worries|prob|probs|objection|doubt)|of course(?! not)|go (?:ahead|for it|on)|"
    r"do it|let'?s (?:go|do)|sounds? (?:good|great|fine|like a plan)|works for me|fine (?:by|"
    r"with) me|suits me|"
    r"(?:c'?est |c )?(?:ok|bon|parfait|d'accord|nickel|impec\w*|super|cool|top|ca|exact|juste|vrai|"
    r"entendu|note|correct) pour moi|ca (?:me va|marche|roule|m'?arrange|m'?interesse|me convient|"
    r"me plait|le fait|me dit|joue|baigne|va)|sa (?:marche|me va|roule)|"
    r"(?:je |j')(?:suis (?:d'accord|partante?|pour|ok|chaude?|la|dispo)|accepte|confirme|valide|"
    r"prends|m'?en occupe|signe|veux bien|le veux|le fais|peux|viens|y vais|aimerais|adorerais)|"
    r"jveux bien|jprends|jsuis (?:chaud|partant|ok)|chui (?:ok|chaud|partant|d'?accord)|"
    r"i (?:do|am|will|would|can|could|agree|think so|guess so|suppose so|hope so|believe so|confirm|"
    r"accept|did|have|guess|suppose)|i'?m (?:in|up for it|game|happy|sure|on it)|i'?d (?:love|like|"
    r"be (?:happy|glad|delighted))|count (?:me in|on me)|compte[sz]? sur moi|"
    r"(?:that'?s|thats|it'?s|its|c'?est|c) (?:right|correct|fine|good|ok|okay|great|perfect|true|"
    r"bon|ca|exact|juste|parti|vrai|moi|d'accord|noté|note|parfait|it|me|cool)|"
    r"(?:tout a|toutafait) ?(?:fait)?|avec (?:plaisir|joie|grand plaisir)|with pleasure|my pleasure|"
    r"by all means|(?:tres )?volontiers|ca oui|mais oui|ah oui|plutot oui|je (?:crois|pense|"
    r"dirais) (?:bien )?que oui|evidemment|all good|"
    r"(?:allez|vas|fais|faites|envoie|envoyez|fonce|banco)[- ]?(?:y|le|la)?|be my guest|yes please|"
    r"oui merci|(?:parfaitement|entierement|completement|totalement) d'?accord|pas faux|"
    r"not a problem|i don'?t mind|don'?t mind if|can'?t wait|je demande que ca|pas mal)\b"
)
_WORDS = Vocabulary(
    {
        "yes": "oui oiu yse go allez ouais ouai oai ouep ouip wi oe ouaip oki ok okay okey okk dac dacc "
        "daccord daccor dak jap yes yeah yea yep yup yess ye yh y ya yas aye ja si sure surely totally "
        "totalement "
        "absolutely absolument definitely certainly certainement assurement effectivement exact "
        "exactement exactly affirmatif affirmative parfait parfaitement perfect correct "
        "right indeed volontiers carrement grave clairement clair yolo evidemment evidement "
        "naturellement naturally entendu vendu banco deal partant partante top nickel super genial "
        "cool great fine good gladly happily bien vrai true juste accord accepte accept valide "
        "confirme confirmed absolutly definitly ofc obviously agreed please volontier oué ui owi "
        "impec impeccable marche roule bah ouii yupp yessir alright bet fo sho excellent willingly "
        "topissime chiche amen roger marché",
        "no": "non nan nn nope nop no nah na naan noon niet nein nada noway negatif negative faux wrong "
        "false jamais never pas not dont refuse decline impossible incorrect stop",
    },
    never=(
        "nom bon mon ton son une uni note nous pour vous tout fait bonne quoi quand avec dans bien "
        "merci cela peut juin jury riche nuit oui voir jamais notre must name"
    ),
)
_LEADING = frozenset(
    listed(
        "ah oh ben bah eh euh heu hum hmm um uh er well so alors donc mais ms oui hello bonjour salut "
        "hi hey bonsoir oula ouh mon ma et and but bin hein merci alors ok oh-la pff pfff ha haha lol "
        "mdr"
    )
)


_COURTESY = re.compile(
    r"\b(?:have an? )?(?:good|great|nice|fine|lovely) (?:morning|afternoon|evening|day|night|week-?end|week|one)\b|"
    r"\bgood(?: luck|bye)\b"
)
"""What is good in it agrees to nothing."""


def read_yes_no(text: str) -> bool | None:
    """True, False, or `None` when unclear. The first clear word counts: `non, je préfère réfléchir` is no, `oui mais
    plus tard` yes."""
    folded = fold(text)
    plain = re.sub(r"[^\w'/ -]+", " , ", folded)
    plain = _COURTESY.sub(" , ", plain)
    plain = re.sub(r"\s+", " ", plain).strip(" ,")
    said = words(plain)
    if not said:
        return _by_signs(text)
    if re.fullmatch(r"(?:o|y|\+ ?1|1)", plain):
        return True if plain in {"o", "y", "+1"} or "+" in folded else None
    if plain == "n" or folded == "-1":
        return False
    opening = _opening(said)
    if opening is not None and not re.match(
        r"(?:\w+ )?(?:oui et non|yes and no|oui ?,? mais non|yeah ?,? no|no ?,? yeah)\b", plain
    ):
        return _after_opening(opening, plain, said)
    if re.search(r"\b(?:oui et non|yes and no)\b", plain):
        return None
    unsure, no, yes = _UNSURE.search(plain), _FIRM_NO.search(plain), _FIRM_YES.search(plain)
    if unsure:
        return None
    if yes and re.match(r"'?t\b| ?(?:pas|not|plus)\b", plain[yes.end() :]):
        return False
    if no and yes:
        covered = no.start() >= yes.start() and no.end() <= yes.end()
        if covered:
            return True
        if yes.start() >= no.start() and yes.end() <= no.end():
            return False
        return not (
            re.search(r"\b(?:mais|but)\b.*\b(?:pas|not|can'?t|cant|won'?t|non|no|impossible)\b", plain)
            or no.start() < yes.start()
        )
    if no or yes:
        return bool(yes)
    signs = {_WORDS.symbol(word) for word in said} - {None}
    if len(signs) == 1 and len(said) <= 8:
        return signs == {"yes"}
    return _by_signs(text) if not signs else None


def _opening(said: list[str]) -> bool | None:
    """Yes or no from the first word that is more than a sound."""
    for at, word in enumerate(said[:4]):
        if word in {
            "oui",
            "ok",
            "yes",
            "yep",
            "yeah",
            "yup",
            "ouais",
            "oki",
            "okay",
            "sure",
            "ouep",
            "daccord",
            "si",
            "aye",
        }:
            return True
        if word in {"non", "nan", "nope", "nah", "nn", "no", "niet", "nop"}:
            return (
                None
                if word in {"no"}
                and at + 1 < len(said)
                and said[at + 1]
                in {
                    "problem",
                    "worries",
                    "prob",
                    "probs",
                    "idea",
                    "clue",
                    "objection",
                    "doubt",
                    "preference",
                    "opinion",
                    "objections",
                    "biggie",
                }
                else False
            )
        if word not in _LEADING:
            symbol = _WORDS.symbol(word) if at == 0 and (len(word) <= 5 and len(said) <= 3) else None
            return (
                {"yes": True, "no": False}.get(symbol or "")
                if word
                not in {
                    "bien",
                    "pas",
                    "not",
                    "grave",
                    "good",
                    "please",
                    "juste",
                    "never",
                    "clair",
                    "right",
                    "bon",
                    "na",
                    "super",
                }
                else None
            )
    return None


def _after_opening(opening: bool, plain: str, said: list[str]) -> bool | None:
    rest = plain
    if opening:
        if re.search(
            r"\b(?:mais|but)\b.*\b(?:pas|not|can'?t|cant|non|no)\b(?! (?:tout de suite|before|avant|now|"
            r"maintenant|today|aujourd'hui))",
            rest,
        ) and re.search(r"\b(?:peux pas|veux pas|can'?t|cannot|mais non|but no\b)", rest):
            return False
        if re.match(r"(?:ok|si|oki|okay|sure)\b", rest) and len(said) > 1 and _UNSURE.search(rest):
            return None
        if re.search(
            r"\b(?:oui|yes|ouais|yeah)\b ?,? (?:peut[- ]etre|maybe|perhaps|bof|enfin|je sais pas|si )", rest
        ) or re.search(r"\b(?:ou|or) (?:pas|non|not|no)\b", rest):
            return None
        if (
            said[0] == "si"
            and len(said) > 1
            and said[1] not in {"si", "bien", "oui", "je", "mais", "merci", "volontiers", "absolument"}
        ):
            return None
        return True
    if re.search(r"\b(?:enfin|en fait|actually|wait|attend\w*|finalement)\b,? ?(?:si|oui|yes)\b", rest):
        return True
    if re.search(r"\bno(?:n)? (?:je )?(?:sais|ne sais) pas\b|\bno(?:n)? (?:i )?(?:do not|don'?t) know\b", rest):
        return None
    return False


def _by_signs(text: str) -> bool | None:
    yes, no, unsure = (any(sign in text for sign in signs) for signs in (_YES_SIGNS, _NO_SIGNS, _UNSURE_SIGNS))
    if unsure or yes == no:
        return None
    return yes
