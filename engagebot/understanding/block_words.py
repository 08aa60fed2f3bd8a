"""Whom somebody would rather not meet, in their own words, and whom they would meet after all: "pas avec Bruno", "don't
introduce me to Chloé again", "finalement je veux bien rencontrer Bruno"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .ideas import aligned
from .text import fold, listed


@dataclass(frozen=True, slots=True)
class RatherNot:
    """`name`: as it was typed; "": somebody is meant who is not named ("him", "quelqu'un").

    `back`: they would meet them after all. `others`: the names after the first."""

    name: str
    back: bool = False
    others: tuple[str, ...] = ()


LONGEST = 240
"""Characters; who writes more tells something else."""

_GAP = r"(?: |[-,:] ?)(?:a |au |aux |to |with |avec )?"
_SURE_LEADS = (
    r"(?:contacte?s?|relations?|liens?) avec",
    r"(?:pas|plus|jamais|pa) avec",
    r"(?:rencontr(?:er?|ez|ait)|recontrer|revoir|croiser|recroiser)(?: (?:encore|a nouveau|de nouveau))?",
    r"present(?:er?|ez|ee?s?)(?:[- ]moi)?(?: (?:plus|pas|jamais|surtout|encore|de nouveau|a nouveau))*",
    r"(?:introduc(?:e|ed|ing)|intro)(?: me| us)?(?: again| any ?more)? to",
    r"meet(?:ing)?(?: (?:again|up|with))*",
    r"(?:match|pair|connect|put)\w*(?: me)?(?: up)?(?: in touch)?(?: together)? (?:with|to)",
    r"(?:de)?bloque[rz]?(?: plus| pas)?|(?:un)?block(?:ing)?|avoid|evite[rz]?(?:[- ]moi)?",
    r"(?:tout le monde|n'importe qui|everyone|everybody|anyone|anybody),? (?:sauf|but|except(?: for)?|hormis|a part)",
    r"(?:away|apart) from|nothing to do with|(?:a voir|a faire) avec",
    r"(?:entends?|entend) (?:(?:pas|plus|mal|tres|vraiment|du tout) )+avec|get (?:on|along)(?: (?:well|"
    r"at all))? with",
    r"(?:(?:no introductions?|not|never) with|no introductions? to)",
)
"""What stands before a name, whether or not it has its capital letter."""
_LEADS = (r"(?:re)?voir", r"see(?:ing)?", r"sauf|except(?: for)?|hormis", r"(?:parler|discuter|talk|speak|chat)",
          r"^(?:surtout )?pas", r"(?:c'est bon|ok|d'accord|fine|okay) (?:pour|for|with|avec)")  # fmt: skip
"""What may stand before other words as well: only with a capital letter is it a name."""
_ASIDE = (
    r"(?:(?:m|mr|mme|mrs|ms|dr|monsieur|madame|mademoiselle)\.? |"
    r"(?:mon|ma|my|notre|our) (?:ex|voisine?|collegue|cousine?|neighbou?r|colleague|ancienne? [a-z]+) )?"
)
_WORD = r"[^\W\d_]+(?:[-'][^\W\d_]+)*"
_JOINT = r"(?: ?, ?(?:et |and |ni |or |ou )?| (?:et|and|ou|or|ni|nor|&) | & )(?:avec |with |a |to )?"
_NAMES = rf"(?P<names>{_ASIDE}{_WORD}(?: {_WORD}){{0,2}}(?:{_JOINT}{_ASIDE}{_WORD}(?: {_WORD}){{0,2}}){{0,4}})"
_SURE = re.compile(rf"\b(?:{'|'.join(_SURE_LEADS)}){_GAP}{_NAMES}")
_LESS_SURE = re.compile(rf"(?:(?<!\w)(?:{'|'.join(_LEADS)})){_GAP}{_NAMES}")
_FIRST = re.compile(
    rf"^(?:non,? |avec |keep )?(?P<names>{_ASIDE}{_WORD}(?: {_WORD})?)(?: (?:et|and) (?:moi|i|me)\b| (?:away|"
    rf"apart) from|"
    r",? (?:non|no|jamais|never|plus jamais|surtout pas|c'est (?:non|bon|regle)|ca va mieux)\b)"
)
"""The name before what is said of it: "Bruno et moi, on ne s'entend pas"."""
_KEPT = re.compile(rf"\bkeep (?P<names>{_WORD}(?: {_WORD})?) (?:away|apart)")

_NOT_A_NAME = frozenset(
    listed(
        "a ah aime aimer alors and any anybody anymore anyone aout apres april as at au aujourd aujourd'hui "
        "august aussi autre "
        "autres aux avec avant avril bah beaucoup ben benevole benevoles bien bon bot but c'est ca car ce cela "
        "celle celles "
        "celui certains certaines cet cette ceux chez chacun comme d'autres dans day de dec december decembre "
        "demain demande des desole "
        "desolee deux dimanche do donc du during each eh elle elles else en encore ensemble envie est et "
        "everybody everyone "
        "famille february fevrier finalement fois friday friends for from gens going groupe group hein hello her "
        "here hers him his "
        "homme hommes i ici if il ils in is it its j'ai janvier january jamais je jeudi jour juillet juin july "
        "june juste l'autre la le les "
        "leur leurs like local lui lundi ma mai maintenant mais male mardi march mars matin may me mec meme "
        "membre membres men merci "
        "mercredi mes mieux midi moi mois mon monday monde morning n'importe na new ni night no nobody non not "
        "nous november novembre now octobre october "
        "of ok on online or other others ou oui our ours parce par pas people person personne personnes peut "
        "please plus plait "
        "plutot pour prefere qu'avec qu'on quand que quelqu'un quelques qui quiconque rien s'il salut sam. samedi "
        "samstag sans saturday sauf semaine september "
        "septembre seulement si soir some somebody someone stp strangers sunday sur surtout svp ta te tel telle "
        "temps thank thanks that "
        "the their them these they this those thursday time to today tomorrow tonight too toi ton tous tout toute "
        "toutes "
        "trois tu tuesday un une until up us vendredi volunteers vous voisins we wednesday week weekend week-end "
        "when with "
        "women femme femmes y yet you your parce-que again after all anyway either ever before way quelqu'une qqn qqun "
        "eux celui-la celle-la celui-ci celle-ci lui-meme personne-la cause mieux moins trop tres assez was were je-ne "
        "plaisir pleasure difficulte problem probleme retard travail work school moment instant "
        "meet actually instead ever though because since as about cuz car puisque mr mme sorry pardon"
    )
)
_PLACES = frozenset(
    listed(
        "paris lyon marseille toulouse nantes bordeaux lille rennes strasbourg montpellier nice grenoble brest "
        "bayonne quimper "
        "lorient vannes dijon angers tours caen rouen metz reims france bretagne belgique suisse bruxelles geneve "
        "london glasgow "
        "manchester edinburgh leeds cardiff bristol liverpool swansea england scotland wales ireland europe"
    )
)
"""Towns that are no first names."""
_UNNAMED = re.compile(
    rf"\b(?:{'|'.join(_SURE_LEADS)}){_GAP}(?:lui|elle|eux|him|her|them|(?:cette|this|that|ce|cet|ces|une|a|"
    rf"une certaine|a certain) "
    r"(?:personnes?|person|dame|monsieur|homme|femme|man|woman|guy|mec|type|fille|one|benevole|volunteer)|"
    r"quelqu'un|somebody|"
    r"someone)\b|"
    r"\b(?:quelqu'un|une personne|des gens|des personnes|someone|somebody|people|a person|some people)(?: that|"
    r" whom?)? (?:que |qu')?"
    r"(?:je |j'|i(?:'d| would)? )(?:ne |prefere |prefererais |rather |prefer |don'?t |do not |never |veux |"
    r"souhaite )|"
    r"\b(?:le|la|les) (?:revoir|croiser|rencontrer|voir)\b"
)
_NEGATED = re.compile(
    r"\b(?:pas|plus|jamais|ne|ni|sauf|hormis|evit\w*|bloqu\w*|except|but|not|never|no|rather|avoid|block\w*|away|"
    r"apart|nothing|"
    r"don'?t|dont|mal|sans|non|pa|can'?t|cannot|won'?t|a part|rien)\b|\bn'|n't\b"
)
_PLAIN_BACK = re.compile(
    r"\b(?:debloqu\w*|unblock\w*|(?:ne|n'|don'?t|do not|stop|arrete de|no longer) ?(?:(?:me|need to|"
    r"have to) )?(?:bloqu|block|avoid|evit)\w*(?: plus| pas| any ?more)?|"
    r"(?:don'?t|do not|wouldn'?t) mind|(?:pas|plus) (?:de )?(?:contre|probleme|soucis?|genee?) (?:pour|a|de|avec)|"
    r"no (?:problem|objection)|plus (?:aucun|de) (?:probleme|souci))\b"
)
_WILLING = re.compile(
    r"\b(?:(?:veux|voudrais|peux|veut|souhaite|aimerais|accepte)(?: bien| de nouveau| a nouveau| quand meme|"
    r" maintenant)*|happy|glad|fine|ok|okay|"
    r"can (?:now )?(?:introduce|meet|match|pair)|i'?d (?:like|love)|want|peux[- ]tu|tu peux|vous pouvez|d'accord|"
    r"c'est (?:bon|regle)|ca va mieux|"
    r"ok pour|changed my mind|change d'avis)\b"
)
_AFTER_ALL = re.compile(
    r"\b(?:finalement|en fait|de nouveau|a nouveau|maintenant|apres tout|quand meme|bien|c'est (?:bon|regle)|"
    r"ca va mieux|change d'avis|"
    r"after all|again|now|on second thoughts?|actually|changed my mind|happy|glad|fine|in the end)\b"
)


def rather_not(text: str) -> RatherNot | None:
    """None: no words about not meeting one person. Words that want to meet somebody say nothing here, unless they take
    something back: "finalement", "after all", "je veux bien"."""
    if len(text) > LONGEST:
        return None
    shown, plain = aligned(text)
    back = _back(plain)
    if not back and not _NEGATED.search(plain):
        return None
    names = _names(shown, plain)
    if names:
        return RatherNot(names[0], back, names[1:])
    return RatherNot("", back) if _UNNAMED.search(plain) and (not back or _PLAIN_BACK.search(plain)) else None


def _back(plain: str) -> bool:
    left = _PLAIN_BACK.sub(" ", plain)
    if _NEGATED.search(left):
        return False
    return left != plain or bool(_WILLING.search(plain) and _AFTER_ALL.search(plain))


def _names(shown: str, plain: str) -> tuple[str, ...]:
    for form, sure in ((_KEPT, True), (_FIRST, False), (_SURE, True), (_LESS_SURE, False)):
        for found in form.finditer(plain):
            start, end = found.span("names")
            if names := _told_apart(shown[start:end], plain[start:end], capital=not sure):
                return names
    return ()


def _told_apart(shown: str, plain: str, *, capital: bool) -> tuple[str, ...]:
    """The names among words that stand where names do, up to the first that is none. `capital`: only what has a capital
    letter is one."""
    names: list[str] = []
    at = 0
    for joint in [*re.finditer(_JOINT, plain), None]:
        end = joint.start() if joint else len(plain)
        begin = at + len((re.match(_ASIDE, plain[at:end]) or [""])[0])
        name = _name(shown[begin:end], capital=capital)
        if not name:
            break
        names.append(name)
        at = joint.end() if joint else end
        if len(name) < end - begin:
            break
    return tuple(dict.fromkeys(names))


def _name(piece: str, *, capital: bool) -> str:
    """The name that a few words begin with: a word, and those with a capital letter after it. "": they do not."""
    said = piece.split()
    if not said or not _may_be(said[0]) or (capital and not said[0][0].isupper()):
        return ""
    kept = said[:1]
    for word in said[1:]:
        if not (word[0].isupper() and said[0][0].isupper() and _may_be(word)):
            break
        kept.append(word)
    return " ".join(kept)


def _may_be(word: str) -> bool:
    plain = aligned(word)[1]
    bound = plain.split("'")[0] in {"qu", "s", "n", "j"}
    return len(plain) > 1 and not bound and plain not in _NOT_A_NAME and plain not in _PLACES


_BLOCKS = re.compile(r"\b(?:bloqu\w+|block(?:ed|ing|s)?)\b")
_UNBLOCKS = re.compile(r"\b(?:debloqu\w+|unblock(?:ed|ing|s)?)\b")


def blocks(text: str) -> bool:
    """Whether the very word is said: somebody is to reach them no more, whatever it is about."""
    return len(text) <= LONGEST and bool(_BLOCKS.search(fold(text)))


def unblocks(text: str) -> bool:
    return len(text) <= LONGEST and bool(_UNBLOCKS.search(fold(text)))
