"""What is answered, in words that are no label, by somebody who still waits for an answer, or who got
one."""

from __future__ import annotations

import re

from .question_words import unneeded
from .text import words
from .wording import LONGEST, one_of, says, spoken
from .yesno import read_yes_no

_WIDEN = one_of(
    r"""
    elargi\w*
    (?:plus|un peu plus) large\w*
    widen\w*
    ask around
    a plus de monde
    wider
    broaden\w*
    more widely
    (?:demande\w*|pose\w*|envoie\w*|envoyer|partage\w*|ouvre|ouvrir|propose\w*|transmet\w*|transmets|ask|send|
      open|share|put|try)(?: (?:la|le|it|ma|my|question|the|whole|this|that|moi|them|up|a|to|aux|au|with|dans|in|d|
      de))* ?(?:tout le monde|tous|toutes|autres?|others?|groupe|salon|room|everyone|everybody|all|anyone|
      more people|a plus de monde|plus de (?:monde|gens|personnes)|whole group|more|monde|gens|benevoles|
      volunteers|group|people|somebody else|someone else|quelqu un d autre)
    (?:a|to|au|aux|dans|in) (?:tout le monde|tous|everyone|everybody|le groupe|salon|the whole group|the room)
    tout le monde
    everybody
    everyone
    d autres personnes
    more people
    quelqu un d autre
    someone else
    somebody else
    """
)
_WAIT = one_of(
    r"""
    (?:je |j |i |on |i ll |i can |i m |we |let s |i d rather |je prefere |je peux |je vais |je veux bien |
      on va |on peut |continue\w* (?:a |d )|keep |happy to |laisse moi )*(?:attendre|attends|attend|attendrai|
      attente|patiente|patienter|patienterai|wait|waiting)(?: (?:encore|un peu|longer|more|some|a bit|
      quelques jours|a while))*
    (?:c est |ca |it s |its )?(?:n est )?(?:pas|not|rien d) (?:si |tres |trop |that )?(?:presse\w*|urgent\w*)
    pas grave
    (?:encore )?un peu de patience
    give it (?:some )?(?:more )?time
    rien ne presse
    (?:y a |il y a |ya )?pas (?:le )?feu(?: au lac)?
    no (?:hurry|rush)
    hold on
    encore (?:un peu|quelques jours)
    a (?:bit|little|few days) (?:longer|more)
    j ai le temps
    i have time
    i can hold
    ca peut attendre
    it can wait
    """
)
_DROP = one_of(
    r"""
    laisse\w* (?:tomber|moi tomber|beton)
    (?:j |je )?(?:abandonne\w*|renonce\w*|annule\w*|oublie\w*|arrete\w*)
    plus besoin
    (?:j ai|jai|g) (?:enfin |finalement )?trouve
    drop(?: it)?
    forget(?: (?:it|about it))?
    never ?mind
    nevermind
    nvm
    cancel(?: it)?
    give up
    i give up
    stop there
    found it
    no longer needed?
    don t need
    plus d actualite
    tant pis
    c est bon laisse
    ca ira
    je me suis debrouille\w*(?: autrement)?
    (?:i )?sorted it(?: out)?
    too late
    trop tard
    """
)


def waiting(text: str) -> str | None:
    """Somebody who got no answer yet: wait, widen, drop; None: not said."""
    if len(text) > LONGEST:
        return None
    said = spoken(text)
    if "?" in text:
        return "widen" if says(said, _WIDEN, 2) else None
    if unneeded(text) or says(said, _DROP, 3):
        return "drop"
    if says(said, _WIDEN, 4):
        return "widen"
    denied = re.search(r"\b(?:ne|n|pas|plus|not|can t|cant|don t|won t|no longer)\b", _WAIT.sub(" ", said))
    return "wait" if says(said, _WAIT, 1) and not denied else None


_MORE = one_of(
    r"""
    (?:j ai |g |i have |i ve (?:got )?|juste |just )*(?:encore |toujours |i still have |still )*(?:une |d autres |a |
      one |an |autre |another |other |seconde |petite |nouvelle |more |further |follow ?up )+(?:questions?|
      precisions?|clarification)(?: (?:a poser|en plus|more))?
    (?:besoin|need)(?: de| d| of| more| some)* (?:precisions?|details?|clarification)
    (?:en )?savoir plus
    explain (?:it |that )?more
    (?:kind|sort) of
    plus ou moins
    moyen(?:nement)?
    (?:pas|not) (?:tout a fait|completement|entierement|totalement|encore|quite|entirely|completely|fully|yet|
      assez)
    presque
    almost
    nearly
    en partie
    partiellement
    a moitie
    half
    partly
    in part
    partially
    up to a point
    un peu(?: mais| seulement)?
    a (?:bit|little)
    (?:il me )?(?:manque|reste)\b.*
    (?:need|needs|want|besoin d|il m en faut|j en veux)(?: un peu)? (?:more|plus|details?|en savoir plus|
      plus de details)
    one more thing
    encore (?:une|un) (?:chose|truc|point|doute)
    pouvez vous preciser
    (?:a |to )?preciser
    j ai encore (?:besoin|un doute)
    i still don t
    je (?:ne )?comprends pas tout
    pas encore
    """
)
_ANOTHER = re.compile(r"(?:bonjour |hello |hi )?(?:j ai |i have |i ve got |i ve )?(?:une|a) question(?: \w+){4,}")
"""A question of its own, which says nothing of the answer."""
_NO = re.compile(r"^(?:non|nan|nope|no|nn|nah|nop)\b ?")
_NOT_HELPED = one_of(
    r"""
    pas (?:vraiment|du tout|trop|utile|tellement|ca|beaucoup|des masses)
    not (?:really|at all|helpful|much|useful|so much)
    (?:ca |sa |cela )?(?:ne |n )?(?:m |me )?(?:a |aide )?(?:pas|rien) (?:aide\w*|utile|resolu|repondu|
      change)(?: du tout)?
    (?:ca )?(?:ne )?m aide (?:pas|en rien)(?: du tout| vraiment)?
    (?:ca |cela )?(?:ne )?repond (?:pas|en rien)(?: a (?:ma|la) question)?
    (?:c est |ce n est )?pas (?:tres |bien )?clair
    still confused
    inutile
    useless
    unhelpful
    (?:it |that |this )?(?:really )?(?:didn t|didnt|doesn t|doesnt|did not|hasn t|has not)(?: (?:really|help\w*|
      much|me|at|all|answer|solve|my|question|it))*
    a cote(?: de la plaque)?
    hors sujet
    off topic
    bof
    no help(?: at all)?
    no use
    toujours (?:pas|bloquee?|perdue?)
    still (?:stuck|lost|no)
    pas (?:mon|ma) question
    rien compris
    """
)
_HELPED = one_of(
    r"""
    parfait\w*
    perfect\w*
    super
    nickel
    genial\w*
    top
    impec\w*
    excellent\w*
    great
    brilliant
    lovely
    bien
    tres bien
    tout a fait
    exactement
    exactly
    absolument
    absolutely
    definitely
    carrement
    beaucoup
    enormement
    oui
    yes
    yep
    yeah
    ouais
    oui oui
    merci
    thanks
    thank you
    cheers
    (?:ca |sa |cela |that |it |this )?(?:m |me )?(?:a |really |totally )?(?:bien |beaucoup |vraiment |
      enormement |drolement )?(?:aide\w*|helped|helps|eclaire|debloquee?|suffit|servi)(?: (?:a lot|me|so much|
      beaucoup|bien|enormement|loads))*
    (?:tres |bien |super |very |really |so )?(?:utile|helpful|useful|clair|claire|clear|complet|complete)
    (?:c est |c |that s |it s |its )?(?:pile |exactement |exactly |just |tout )?(?:ce qu il me fallait|
      what i needed|what i wanted|ce que je cherchais|regle|resolu|solved|sorted|bon|answered|
      what i was looking for)
    (?:bonne |tres bonne |good |reponse )+(?:reponse|answer|claire|parfaite)
    j ai (?:tout )?compris
    (?:i )?(?:got it|understand|understood)(?: now)?
    (?:ca |cela )?(?:y )?repond (?:bien |tout a fait )?(?:a (?:ma|la) question)?
    it (?:really )?did
    that did it
    ca marche
    it works
    it worked
    """
)


def helped(text: str) -> str | None:
    """Whether an answer helped: yes, no, more (partly: they want to know more); None: not said."""
    if len(text) > LONGEST:
        return None
    said = spoken(text)
    if not words(said):
        sign = read_yes_no(text)
        return None if sign is None else "yes" if sign else "no"
    if _ANOTHER.match(said):
        return None
    if says(said, _MORE, 4) and not re.search(
        r"\b(?:plus|pas d|pas de|aucune?|no more|no other|no) (?:autres? )?question", said
    ):
        return "more"
    if "?" in text:
        return None
    if says(_NO.sub("", said), _NOT_HELPED, 2) or says(said, _NO):
        return "no"
    return "yes" if says(said, _HELPED) else None


_ASK_SOMEBODY = one_of(
    r"""
    (?:demand\w*|pos\w+|ask|voir)(?: (?:la|le|plutot|quand meme|it|to|a|avec|with))* (?:quelqu un|somebody|
      someone|une? (?:vraie )?personne|a person|une? referente?|a referent)(?: (?:d autre|else))?
    quelqu un d autre
    somebody else
    someone else
    """
)
_NO_LONGER_RIGHT = one_of(
    r"""
    (?:(?:c est |c |ce |elle est |n est |est |it s |that s |is )*)(?:plus|no longer|not) (?:du tout |vraiment )?
      (?:justes?|vraie?s?|bonn?e?|valables?|valide|a jour|d actualite|exacte?|correcte?|le cas|comme ca|pareille?|
      right|true|valid|correct|up to date|accurate|the case|current)(?: (?:any ?more|any longer|now|du tout))*
    (?:isn t|isnt) (?:right|true|valid|correct|up to date|accurate|the case)(?: (?:any ?more|any longer|now))*
    (?:ca |cela |c |it |that |this |things |tout )?(?:a|ont|has|have|s) (?:bien |completement |since |tout )?
      (?:change|changed|bouge)(?: depuis| since)?
    (?:c est |elle est |it s |that s |is )(?:faux|fausse|wrong|perimee?|depassee?|obsolete|out of date|outdated|vieux)
    perimee?
    depassee?
    obsolete
    out of date
    outdated
    (?:c est )?l ancienne? (?:adresse|regle|reponse|version|procedure)
    """
)


def suits(text: str) -> str | None:
    """Whether an answer that was given before answers one's own question: yes, no (ask somebody), wrong (it is no
    longer right); None: not said."""
    if len(text) > LONGEST or "?" in text:
        return None
    said = spoken(text)
    if says(_NO.sub("", said), _NO_LONGER_RIGHT, 2):
        return "wrong"
    if says(_NO.sub("", said), _ASK_SOMEBODY, 2):
        return "no"
    found = helped(text)
    return found if found in {"yes", "no"} else None
