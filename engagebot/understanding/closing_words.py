"""What people say around an answer: thanks, "c'est tout", "I found it"."""

from __future__ import annotations

import re

from .text import fold, words
from .wording import one_of, says, spoken

_THANK = re.compile(
    r"\b(?:mille |un grand |encore |many |grand |big )?(?:merci|mercis|mersi|merki|cimer|remercie|thanks|thank you|"
    r"thank|thx|thanx|thks|tks|ty|cheers|ta|gracias|much appreciated|appreciated|reconnaissante?|grateful)"
    r"(?: (?:beaucoup|bcp|bien|mille fois|infiniment|encore|a (?:toi|vous|tous|toutes|tous les deux)|d avance|a lot|"
    r"so much|very much|a (?:million|bunch|ton)|again|everyone|all|you|u|(?:pour|de|for) (?:(?:tout|everything|all|"
    r"that|this|ca|cela)|(?:quick|ta|votre|vos|tes|la|cette|ces|l|your|the|ton|le|getting|me|t|avoir|m|repondu|aide|answering|"
    r"helping|answer|help|reponse|reponses|aide|time|temps|precision|precisions|infos?|information|reply|explications?|"
    r"explanation|patience|quick|rapide|details?|conseils?|advice|retour)(?: (?:ta|votre|la|reponse|reponses|aide|"
    r"rapide|quick|kind|answer|help|reply|precise|claire|time|back|me|to|explications?|details?|conseils?|info|repondu|m|avoir|"
    r"aidee?|so|quickly|precisions?|infos))*)))*"
)
_NOTED = one_of(
    r"""
    ok
    okay
    oki
    okey
    dac
    d accord
    daccord
    entendu
    parfait
    perfect
    super
    genial
    geniale
    top
    nickel
    impec\w*
    cool
    (?:ca |sa )(?:m |me )?(?:a )?(?:beaucoup |bien |vraiment )?(?:aide\w*|eclaire|suffit|va|rassure|
      marche)(?: beaucoup| bien| vraiment)?
    great
    brilliant
    lovely
    wonderful
    excellent
    awesome
    amazing
    formidable
    chouette
    bien recu
    bien note
    (?:c est |c |it s |that s |tout est )?(?:tres |bien |plus |super |all |very |perfectly |now )*(?:clair|
      claire|clear|note|compris|parfait|perfect|super|genial|top|gentil|sympa|great|kind|good|bon|ca|
      nice)(?: de ta part| of you)?
    (?:j ai |g |jai )?(?:bien )?compris
    je comprends(?: mieux)?
    je note
    je vois
    noted
    got it
    understood
    i see
    (?:that|this|it) (?:really )?(?:helps|helped)(?: a lot| me)*
    very helpful
    helpful
    tres utile
    utile
    tu es (?:un ange|geniale?|adorable|au top)
    you re (?:a star|great|the best)
    bonne (?:journee|soiree|nuit)
    have a (?:nice|good) (?:day|evening)
    a bientot
    bravo
    bisous?
    youpi
    oki doki
    (?:je vais|j essaie|i ll|i will|je m en vais) ?(?:essayer|faire|regarder|voir|try|do|
      look)?(?: (?:ca|comme ca|that|it|this))?
    ah
    oh
    bon
    bien
    good
    nice
    fine
    reponse (?:tres |super )?(?:claire|rapide|parfaite)
    exactly what i needed
    c est (?:exactement )?ce qu il me fallait
    pile ce qu il me fallait
    """
)
_NO_NAME = re.compile(
    r"\b(?:mais|but|et|and|ou|or|par|contre|pourquoi|why|how|comment|quand|when|si|if|non|no|pas|not|sinon|"
    r"question|autre|another|plus|more|also|aussi|que|what|est|is|faut|dois|il|elle|je|i|on|we|ne|n|does|do|de|d|of)\b"
)
MOST_THANKS = 20
"""Words; who writes more says more than thanks."""


def only_thanks(text: str) -> bool:
    """Thanks, or that it was understood, and nothing that wants an answer: "super merci", "ok c'est clair", "👍"."""
    if "?" in text or len(text) > 4 * MOST_THANKS * 2:
        return False
    said = " ".join(words(fold(text)))
    if not said:
        return bool(re.search("[👍🙏😊❤💚🎉👌🙌😍🥰😀😃😄🙂✅🤗💪]", text))
    if len(said.split()) > MOST_THANKS:
        return False
    left = [word for word in _NOTED.sub(" ", _THANK.sub(" ", said)).split() if word not in _SMALL]
    if not left:
        return bool(_NOTED.search(said) or _THANK.search(said))
    # a word or two more are the name of the one who is thanked: "merci Bruno"
    capital = len(left) == 1 or len(re.findall(r"[A-ZÀ-Ý][^\W\d_]+", text)) >= len(left)
    name = len(left) <= MOST_NAMES and capital and said.endswith(" ".join(left))
    return name and _THANK.search(said) is not None and not _NO_NAME.search(said)


MOST_NAMES = 2
_SMALL = frozenset(
    (
        "oui",
        "yes",
        "yep",
        "now",
        "encore",
        "a",
        "l",
        "la",
        "le",
        "te",
        "vous",
        "tu",
        "toi",
        "je",
        "i",
        "you",
        "so",
        "alors",
        "tres",
        "pour",
        "tout",
    )
)


_FINISHED = one_of(
    r"""
    (?:c |ce |cest |c est |sa c |ca c |et )?(?:est )?(?:bon )?(?:c est |cest |c )?tout(?: (?:pour moi|bon|
      ce que j avais(?: a dire)?|dit))?
    voila(?: tout)?
    fini
    finie
    j ai (?:tout )?(?:fini|termine|dit)(?: tout)?
    termine
    fin
    rien (?:d autre|de plus|a ajouter)
    (?:c est )?complet
    (?:tu peux|vous pouvez) (?:l )?(?:envoyer|transmettre)
    envoie(?: (?:le|la|tout|lui))?
    envoyez
    transmets
    c est (?:bon|fini|termine|complet)
    that s (?:all|it|everything|me done)
    thats (?:all|it)
    that is (?:all|it)
    that ll be all
    all done
    i m done
    im done
    done
    finished
    i (?:have|ve) (?:finished|said everything)
    nothing (?:else|more|to add)
    end
    the end
    you can send (?:it|that)
    send (?:it|that)
    no more
    over
    """
)


def finished(text: str) -> bool:
    """Whether an answer of several messages is at its end: "c'est tout", "that's all"."""
    return "?" not in text and len(text) <= 60 and says(spoken(text), _FINISHED_OR_NO)


_FINISHED_OR_NO = re.compile(
    rf"(?:\b(?:non|nan|no|nope|(?:je )?(?:crois|pense) que|i (?:think|guess)) (?=\S))?(?:{_FINISHED.pattern})"
)

_UNNEEDED = one_of(
    r"""
    (?:plus|pas|pu) (?:du tout |vraiment )?besoin(?! (?:de |d |du )(?!(?:la |ma |une |cette )?(?:reponse|aide|conseil)))
    (?:no longer|don t|dont|do not|didn t) (?:really )?need\b
    no (?:more )?need\b
    not needed\b
    (?:j ai|jai|g|on a|j avais|je l ai|on me l a|elle est) (?:enfin |finalement |deja |bien |
      fini par )?(?:trouve\w*|eu (?:la|ma|une) reponse|resolue?)(?= (?:la |ma |une |l )?(?:reponse|solution|
      merci|tout|toute|seule?|ailleurs|entre|finalement|par|moi|sur|depuis|dans|comment|en)\b|$| (?:oublie|
      laisse|annule|c est|plus|pas))
    (?:on|quelqu un|il|elle|bruno) m a (?:deja |bien |enfin )?(?:repondu|explique|donne la reponse)(?! (?:mais|
      que|a cote))
    (?:laisse\w*|oublie\w*|annule\w*|retire\w*|abandonne\w*|supprime\w*|ferme\w*) (?:tomber|ca|la|ma question|
      mes questions|la question|cette question|ma demande|tout)\b
    (?:c est|c|elle est|ma question est|my question is|it s|its|that s|is) (?:deja |enfin |now |already |all |
      been )*(?:regle\w*|resolue?|solved|sorted|settled|answered)
    plus (?:d actualite|la peine|utile|necessaire)
    (?:inutile|pas la peine|ne) de (?:me )?(?:repondre|chercher)
    (?:je )?me suis debrouille\w*
    never ?mind
    nevermind
    nvm
    forget (?:it|about it|my question|the question|that)
    drop (?:it|my question|the question)
    cancel (?:my|the) question
    (?:withdraw|close|remove|delete) (?:my|the) question
    (?:i|we|i ve|we ve|ive) (?:already |just |finally |have )*(?:found|figured|worked|got|solved)(?: (?:it|that|
      out|the answer|my answer|an answer|the solution|one|myself|elsewhere))+
    """
)
_STILL_NEEDED = one_of(
    r"""
    (?:ai|ne l ai|n ai|avons) (?:toujours |encore )?(?:pas|rien|jamais) trouve\w*
    not found
    haven t found
    didn t find
    (?:est|is|it s) (?:pas|not) (?:encore )?(?:regle|resolu|solved|sorted|settled|answered)\w*
    (?:ne )?(?:laisse|oublie|annule|supprime|ferme)\w* pas
    don t (?:forget|drop|cancel)
    """
)


def unneeded(text: str) -> bool:
    """Whether somebody needs no answer to their question any more: "laisse tomber", "I found it"."""
    said = spoken(text)
    if "?" in text or len(text) > 160 or _STILL_NEEDED.search(said):
        return False
    return bool(_UNNEEDED.search(said))
