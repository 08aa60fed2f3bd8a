"""A question, or an answer, as the words by which others find it: no accents, no inflections, no everyday words.

What is kept and what is searched for go through the same function, so they meet whatever the language: « réparations »
and « je répare » are both `repar`. The full-text search compares these words alone (store/knowledge.py).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from .text import fold, listed, stem, words

LONGEST_WORD = 40
"""Longer ones are addresses and keys: nobody asks for them in their own words."""
ALIKE = 0.75
"""Of the words of two questions that are nearly the same, so many are in both."""
STEMMED = 4
"""Times: `watering` becomes `water`, which has a stem of its own. None changes any more after so many."""

_EVERYDAY = frozenset(
    listed(
        # French: articles, pronouns, prepositions, conjunctions, auxiliaries
        "le la les un une des de du au aux ce cet cette ces ca cela ceci celui celle ceux celles l d j m t s n c qu "
        "je tu il elle on nous vous ils elles me te se lui leur leurs eux moi toi soi y en mon ma mes ton ta tes son "
        "sa ses notre nos votre vos et ou mais donc or ni car que qui quoi dont quel quelle quels quelles lequel "
        "laquelle lesquels comment pourquoi quand combien si ne pas plus non oui a dans par pour sur sous avec sans "
        "chez vers entre depuis pendant avant apres jusque jusqu comme alors aussi tres trop peu bien meme tout toute "
        "tous toutes autre autres chaque quelque quelques quelqu certain certaine certains etre suis es est sommes "
        "etes sont etait etais etaient sera serait soit avoir ai as avons avez ont avait avais aura aurait eu ete "
        "vais va allons allez vont aller fait faire fais faites font faisons ferait peux peut pouvez pouvons peuvent "
        "pouvoir pourrait pourrais pourriez puis veux veut voulez veulent vouloir voudrais voudrait dois doit devez "
        "doivent devoir faut faudrait sais sait savez savoir savent connais connait connaitre "
        # … asking, greeting and thanking
        "bonjour bonsoir salut coucou merci svp stp plait hello question questions demande demander demandais "
        "renseigner renseignement renseignements info infos information informations besoin aide aider aidez "
        "adresser occupe occuper occupent occupes "
        "cherche chercher trouve trouver trouvent voir dire dis dit dites explique expliquer explication "
        "repondre reponse possible possibles moyen facon chose choses truc trucs ici la-bas la ya voila deja encore "
        "maintenant toujours jamais parce afin passe passer passent est-ce quelqun personne gens asso association "
        # English: the same
        "the an this that these those i you he she it we they me him her us them my your his its our their mine "
        "yours and or but so if then than because of to in on at by for from with without into about over under "
        "after before while as up down out off again is am are was were be been being do does did doing done have "
        "has had having will would shall should can could may might must not no yes what which who whom whose when "
        "where why how many much any some all each other another such own same too very just also only there here "
        "now ever still yet let get gets got go goes going make makes made want wants wanted need needs needed know "
        "knows known find finds found tell tells told say says ask asks asking asked help please thanks thank hi hey "
        "good morning evening someone somebody anyone anybody something anything thing things way ways possible "
        "like ll ve re don doesn didn isn aren wasn can't cannot u im ive"
    )
)
_SAME = {
    word: leader
    for leader, same in {
        "adherer": "adhesion adhesions adherent adherents adherente adherentes adhere",
        "membership": "memberships member members",
        "inscrire": "inscription inscriptions inscris inscrit inscrits inscrite inscrites",
        "register": "registration registrations registered registering",
        "payer": "paiement paiements payement paie paient paye payes paid pay pays payment payments paying",
        "rembourser": "reimburse reimbursement reimbursed refund refunds refunded",
        "ouvrir": "ouverture ouvertures ouvert ouverts ouverte ouvertes",
        "fermer": "fermeture fermetures",
        "close": "closed closing closes closure",
        "acheter": "achat achats",
        "vendre": "vente ventes vend vends vendu vendus",
        "cle": "cles clef clefs",
        "choisir": "choix choisis choisit",
        "elire": "election elections elu elus elue elues",
        "livrer": "livraison livraisons",
        "arroser": "arrosage arrosages",
        "bike": "bikes bicycle bicycles cycle cycles",
        "velo": "velos bicyclette bicyclettes bicyclo",
        "compta": "comptabilite comptable comptables",
        "buy": "bought buying buys",
        "permettre": "permission permissions permis",
    }.items()
    for word in (leader, *same.split())
}
"""Families that no stemmer holds together."""


def search_words(text: str) -> tuple[str, ...]:
    """Each once, in order; () where nothing is left to search for. At most `text.LONGEST` characters are read."""
    kept = (word for word in words(fold(text)) if word not in _EVERYDAY)
    return tuple(dict.fromkeys(_root(word) for word in kept if 1 < len(word) <= LONGEST_WORD))


def much_alike(a: Collection[str], b: Collection[str]) -> bool:
    """Whether two questions, by their search words, are nearly the same."""
    both = set(a) & set(b)
    return bool(both) and len(both) >= ALIKE * len(set(a) | set(b))


@lru_cache(maxsize=20_000)
def _root(word: str) -> str:
    if word in _SAME:
        word = _SAME[word]
    elif len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]  # `reçus`, `members`: French and English stems leave some plurals
    for _ in range(STEMMED):
        word = stem(word)
    return word
