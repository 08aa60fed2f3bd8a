"""Whether a short message says one thing and little else: for answers in words that are no label."""

from __future__ import annotations

import re

from .text import Vocabulary, fold, listed, words

LONGEST = 120
"""Characters; who writes more says something else: an answer, or another wish."""

_VOCABULARY = {
    word: word
    for word in listed(
        "actualite almost annule annulee another answer apprendre apprenti apprentice apprentie arrete "
        "arreter ask attendons attendre attends attendu besoin cancel change changee changes charge "
        "completement connais correct corrects corrigee corriger delete deleted demande demander demandes "
        "demandez desole desolee dispo elargir elargis encore enleve enlever everybody everyone exactement "
        "finis finished forget found gere helped helpful helps knows laisse laissee large later learn limit "
        "limite maintenant maximum merci modifie modifiee modifier moment monde needed never nombre nothing "
        "nouveau number occupe oublie oubliee parfait patiente patienter perfect personne personnes plafond "
        "plus plutot precise precises precision prends presque question questions quite really referent "
        "referente remercie remets remove removed reply repond repondra repondrai repondre reponds repondu "
        "reprendre reprends resume retire retirer right rotation semaine send somebody someone sorry still "
        "stop supprime supprimer temps termine termines thanks tomber toujours tout trouve trouvee update "
        "useful utile utiles valable valid valide vraiment wait waited waiting waits widen wider"
    )
}
_SLIPS = Vocabulary(
    _VOCABULARY,
    never=listed(
        "tombe charger changer quiet quit write ridge saved sends sent found prend rends request foret demain "
        "demand sender learnt larger nombreux nombreuses exact event events light night might sight fight eight "
        "tight reposer message never ever fever quote suite nouvelle nouvelles nouveaux bonne moments weather "
        "wants want wanted waits trouver trouves trouvez fond round sound pound order occuper oublier"
    ),
)
_FILLERS = frozenset(
    listed(
        "a about accord after again ah ai all allez alors am and apres are as asap at au aujourd aussi aux "
        "avec bah be beaucoup ben bien bientot bon bonjour bonsoir but c ca ce ces cet cette d dac dans day "
        "days de deja demain des desole desolee dessus donc du elle en encore end est et eu euh finalement "
        "finally fois for franchement gentil hein hello here hey hi honnetement hui i ici il im in is it j je "
        "jour jours just juste l la le les leur ll lot lui m ma maintenant mais malheureusement matin me meme "
        "merci moi moins mon morning much my n ne nous now of oh ok okay oki on or ou ouais oui pardon peu "
        "plait please pour puis qu quand que quelques re really s sa salut se semaine si so soir son soon "
        "sorry stp suite sur sure svp t ta te thank thanks that the then there this tiens to today toi "
        "tomorrow ton tonight too tout toute trop tu un une unfortunately up ve very vite voila vous vraiment "
        "was we week weekend well will would y yeah yep yes you your"
    )
)
"""Words that change nothing in what is said."""


_SHORT = {
    "tps": "temps",
    "tjrs": "toujours",
    "tjr": "toujours",
    "kestion": "question",
    "kestions": "questions",
    "jai": "j ai",
    "jsais": "je sais",
    "jpeux": "je peux",
    "jveux": "je veux",
    "jconnais": "je connais",
    "cest": "c est",
    "detre": "d etre",
    "encor": "encore",
    "pb": "probleme",
    "qqun": "quelqu un",
    "qqn": "quelqu un",
    "dont": "don t",
    "cant": "can t",
    "stil": "still",
    "nemore": "any more",
    "anymore": "any more",
}
"""How it is typed in haste, and in full."""


def one_of(alternatives: str) -> re.Pattern[str]:
    """Any one of the expressions, one a line, as whole words, for what is `spoken`; a line that is indented more goes
    on."""
    lines = alternatives.strip("\n").splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    found = "".join(f"|{line.strip()}" if line[margin : margin + 1].strip() else line.strip() for line in lines)
    return re.compile(rf"\b(?:{found[1:]})\b")


def spoken(text: str) -> str:
    """The words with single blanks, no marks, slips of the pen mended: `J'attend encor !` -> `j attends encor`."""
    return " ".join(_SHORT.get(word) or _SLIPS.symbol(word) or word for word in words(fold(text)))


def says(said: str, core: re.Pattern[str], strays: int = 0) -> bool:
    """Whether `spoken` words hold `core`, and besides it at most so many words that may mean something else."""
    left = core.sub(" ", said)
    return left != said and sum(word not in _FILLERS for word in left.split()) <= strays
