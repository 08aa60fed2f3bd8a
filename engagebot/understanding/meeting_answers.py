"""What is answered, in words that are no label, to "shall I introduce you?"."""

from __future__ import annotations

import re

from .block_words import rather_not
from .manners import manner
from .meeting_haste import in_full, of_a_sign, too_long
from .meeting_questions import ELSE, asks
from .meeting_words import wants_out
from .text import words
from .wording import one_of, says

_IDIOM = one_of(
    r"""
    (?:bah |ben |mais |et |et puis |and |well )?(?:pourquoi pas|why not)
    (?:ya |il y a |y a )?pas (?:de |d )?(?:souci|soucis|probleme|problemes|pb|objection|inconvenient)
    aucun (?:souci|probleme)
    no (?:problem|worries|objection|objections|prob)
    (?:je |j )?(?:ne )?(?:dis|dirais|dirai) pas non
    (?:i )?(?:wouldn t|won t) say no
    (?:i |i d |wouldn t )*(?:don t|wouldn t|not) mind(?: (?:at all|that|meeting (?:them|her|him|somebody|someone)))*
    (?:i )?can t wait
    je (?:ne )?(?:demande|attends|attendais) que ca
    rien contre
    nothing against it
    """
)
"""A yes in spite of its negation."""
_MEET = (
    r"(?:(?:la|le|les|l|them|her|him|you|to|en|de|d|a|cette|une|un|quelqu|this|that|with|faire|sa|leur|get|know|be|"
    r"somebody|someone|autres?|nouvelle|new|nous|me|m|us|the|both|tous|deux|vous)* ?(?:rencontrer|connaitre|"
    r"connaissance|voir|personne|gens|meet|introduced?|person|people|contact|presenter|presente[zr]?|presentes|mets|mettez|mettre|"
    r"introduction|rencontre))"
)
_AGREES = one_of(
    rf"""
    (?:avec (?:grand |un grand |tres grand )?|with |my )(?:plaisir|joie|pleasure)
    (?:tres |bien )?volontiers
    gladly
    (?:i d |i would |je |j )?(?:really |vraiment |bien |be )*(?:love|like|happy|glad|delighted|keen|adorerais|aimerais|
      veux|voudrais|serais ravie?|serai ravie?|serais contente?|suis ravie?)(?: (?:that|to|it|bien|beaucoup|ca|cela))*
      (?: {_MEET})*
    (?:je suis |j suis |i m |count me )(?:pour|partante?|d accord|ok|okay|ravie?|chaude?|curieu\w+|in|up for it|
      game|happy|up for that|keen|happy to|interested|interessee?|tentee?)
    partante?
    (?:ca |sa |this |that |it )?(?:me va|me dit(?: bien)?|marche|roule|m interesse|me plairait|me plait|me tente|
      me ferait plaisir|m irait|works for me|sounds? (?:good|great|nice|lovely|fun|fine)|would be (?:nice|great|
      lovely|fun))
    (?:vas|allez|allons|fonce|envoie|envoyez|go|do|fais|faites) ?(?:y|ahead|for it|on|it|le|la)?
    (?:mets|mettez|presente|presentez|introduce|connect|put)(?: (?:nous|moi|us|me))+(?: (?:en contact|en relation|
      in touch|to (?:them|her|him)))?
    let s (?:do (?:it|that|this)|go)
    (?:please |yes )?(?:please )do
    (?:mais )?(?:bien sur|bien entendu|oui)
    (?:of course|definitely|absolutely|absolument|carrement|tout a fait|evidemment|certainly|certainement)
    (?:bonne|good|great|excellente?|super|lovely|belle|chouette) (?:idee|idea)
    (?:super|parfait\w*|genial\w*|top|nickel|chouette|cool|great|perfect|lovely|wonderful|excellent|brilliant|
      banco|yes|oui|ouais|ui|oue|yep|yeah|yup|ya|yess+|sure|okay|ok|okk|oki|dac|d acc|d accord|daccord|fine|
      entendu|grave|aye|all right|alright)(?: (?:pour moi|for me|by me|with me|thing|please|merci))*
    (?:c est|it s|that s|all) (?:ok|bon|oui|d accord|fine|good|a yes|parfait|okay)(?: (?:pour|for|by|with) (?:moi|me))?
    amen
    """
)
_SOFT = re.compile(
    r"\b(?:all right|alright|ok|okay|okk|oki|merci|super|cool|great|lovely|dac|d accord|bien sur|fine|ya|sure)\b"
)
"""A yes that is but the sound before a no: "ok, pas cette fois"."""
_LATER = (
    r"(?:maintenant|cette fois(?: ci)?|cette semaine|ce mois(?: ci)?|aujourd hui|tout de suite|en ce moment|"
    r"pour (?:l instant|le moment|cette fois(?: ci)?|moi)|ces (?:jours|temps)(?: ci)?|"
    r"now|this (?:time|week|month)|today|right now|just now|at the moment|for now|for me|yet)"
)
_DECLINES = one_of(
    rf"""
    (?:pas|not) (?:vraiment |trop |really )?{_LATER}
    (?:non|no|nan|nope|nah|nop|na)(?: (?:merci|thanks?|thank you|ta|thx|desole\w*|sorry|pas|not))*
    sans (?:facon|moi)
    (?:une|la) (?:autre|prochaine) fois(?: peut etre)?
    (?:maybe |perhaps |peut etre )?(?:another|some other|next) time
    (?:maybe |perhaps |peut etre |rather |plutot )?(?:later|plus tard)(?: (?:maybe|peut etre|perhaps))?
    (?:i d |i would |je )?(?:rather|prefer|prefere|aime mieux|prefererais)(?: to)? (?:not|pas|ne pas|eviter|pass)
    (?:je |j |i |i ve |i have )?(?:n |ne )?(?:ai|have|got|haven t|don t have|haven t got)? ?(?:pas|plus|no|
      not)? ?(?:trop |
      vraiment |du tout |really |any |the )?(?:pas (?:trop |vraiment |beaucoup )?(?:le |de )?temps|pas envie|no time|
      haven t (?:got )?(?:the )?time|don t have (?:the )?time)(?: {_LATER})?
    (?:je |j |i )?(?:n |ne )?ai (?:pas|plus|pas trop|pas vraiment) (?:envie|le temps|de temps|la tete a ca|
      l energie)(?: {_LATER})?
    pas (?:trop |vraiment |tres )?(?:le temps|envie|interessee?|dispo\w*|tentee?|chaude?|la tete a ca)(?: {_LATER})?
    (?:i m |i am |je suis |je ne suis |je )?(?:not|pas)(?: (?:really|very|that|tres|trop|vraiment|du))* (?:interested|
      interessee?|keen|up for it|in the mood|free|available|dispo\w*|partante?|tout|really|vraiment|bothered|ready|
      prete?|tentee?|sure about it)(?: {_LATER})?
    (?:ca |sa |cela )?(?:ne )?(?:me |m )(?:dit|tente|va|interesse|arrange) (?:pas|rien)(?: (?:trop|du tout|
      vraiment))*(?: {_LATER})?
    (?:i m |i am |je suis )?(?:too |trop |tres |a bit |un peu |really |very |vraiment )*(?:busy|swamped|debordee?|
      occupee?|tired|fatiguee?|sous l eau|overloaded)(?: {_LATER})?
    (?:i ll |ill |i |je )(?:pass|passe|passe mon tour|decline)(?: (?:on (?:this|that)(?: one)?|this time|cette fois))?
    (?:je (?:ne )?(?:veux|peux|souhaite|prefere)|i (?:can t|don t want to)|can t|cannot|jpeux|
      jveux)(?: pas)?(?: {_LATER})
    je (?:ne )?(?:peux|veux|souhaite|voudrais|pense|crois) (?:vraiment |surtout )?pas(?: {_LATER})?
    (?:je |j )?(?:aime|aimerais) (?:autant )?pas
    (?:i )?(?:don t|do not) (?:think so|want to|feel like it|fancy it)(?: {_LATER})?
    (?:bof|mouais|meh)(?: (?:non|no|pas envie|pas trop))?
    ask (?:me )?(?:again )?(?:another time|later|next (?:time|month|week))
    redemande\w*(?: moi)? (?:plus tard|une autre fois|le mois prochain|dans un mois)
    (?:pas|not) (?:possible|question)(?: {_LATER})?
    impossible(?: {_LATER})?
    hors de question
    no way
    """
)
_LIMITS = re.compile(
    r"\b(?:mais|but|si|if|sauf|except|unless|seulement|only|quand|when|apres|after|pas|not|n|ne|don t|won t|can t|no|"
    r"non|jamais|never|plus|peut etre|maybe|perhaps|hesite|verra|depends?|depend|reflechir|think|sais|know|"
    r"or|ou|avant|before|wait|attends?|pour|for|until|dans|next|prochaine?)\b"
)
"""What leaves a yes open."""


def meeting(text: str) -> str | None:
    """Somebody who is asked whether to be introduced: yes, no (this time), how (what it is, with whom, what then).

    None: not said, as when they want no introductions at all, or none with somebody they name."""
    said = in_full(text)
    if too_long(text) or wants_out(text) or rather_not(text) is not None or _ENOUGH.search(said):
        return None
    if not words(said):
        return of_a_sign(text)
    asked = _IDIOM.sub("oui", said)
    if asks(asked, "?" in text):
        return "how"
    if manner(text) not in (None, "skip") or ELSE.search(asked) or ("?" in text and asked == said):
        return None
    left = _DECLINES.sub(" ", asked)
    if left != asked:
        yes = _AGREES.search(_SOFT.sub(" ", left))
        open_end = re.search(r"\b(?:mais|but|except|sauf|si|if)\b", left) and _AGREES.search(left)
        return "no" if not yes and not open_end and says(asked, _DECLINES, 4) else None
    rest = _AGREES.sub(" ", asked)
    return "yes" if rest != asked and not _LIMITS.search(rest) and says(asked, _AGREES, 2) else None


_ENOUGH = one_of(
    r"""
    (?:plus|assez|marre) (?:de |d )(?:ca|cela|ces|ce genre|celles?|ces trucs|ces messages|propositions?)
    (?:no more|enough|not any more)(?: of)?(?: (?:these|this|that|those|such))*$
    (?:no more|enough|stop)(?: (?:of|with))? (?:these|this|that|those|it|such|proposals?)
    (?:plus jamais|never again|pas la peine de me redemander|ne me (?:demande|propose)\w* plus)
    (?:don t|do not|stop|arrete\w*(?: de)?)(?: me)? (?:ask(?:ing)?|propos\w*|demand\w*|suggest\w*)(?: me)?(?: (?:again|
      any more|
      ca|ce genre|ever|this|that))*
    """
)
"""No more of it at all, which is more than a no."""
