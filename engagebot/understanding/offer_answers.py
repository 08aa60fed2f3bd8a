"""What is answered by an organiser who hears that somebody said yes to their call."""

from __future__ import annotations

import re

from .manners import manner
from .meeting_haste import in_full, of_a_sign, too_long
from .text import words
from .wording import one_of, says

_WROTE = one_of(
    r"""
    (?:called|wrote to|messaged|texted|emailed|told|contacted|phoned) (?:him|her|them)
    (?:c est |it s |that s |done |already |deja |bien )*(?:fait|done|ecrit|written|envoye|sent|contactee?|
      (?<!un )(?<!l )appelee?)
    (?:je |j |i |i ve |on |nous |we |we ve )(?:just |viens de |have |already |deja |ai |a |avons |l ai |lui ai |l |lui |
      les |leur )*(?:ecrit|ecrire|contactee?|contacter|(?<!un )(?<!l )appelee?|appeler|parlee?|parler|envoyee?|envoyer|
      vue?|jointe?|joindre|repondu|dit|wrote|written|messaged|called|phoned|texted|emailed|spoken?|talked|contacted|
      sent|told|answered|replied|reached|got)(?: (?:lui|elle|him|her|them|it|a|to|out|un|message|mot|deja|already|in|
      touch|with|just|now|une|the|hier|yesterday|ce|matin))*
    (?:on est|nous sommes|we are|we re|i m|je suis) (?:deja )?(?:en contact|in touch|in contact)(?: (?:avec|with) \w+)?
    (?:c est |it s )?(?:regle|arrange|settled|vu ensemble|all set|sorted)(?: (?:avec|with) \w+)?
    """
)
_SOON = one_of(
    r"""
    (?:je|j|jle|on|nous)(?: (?:le|la|l|lui|leur|y|m en|vais|vas|va|te|en))* (?:ecris|ecrirai|ecrire|appelle|appele|
      appeler|appellerai|contacte|contacter|contacterai|occupe|occuper|occuperai|charge|chargerai|fais|ferai|faire|
      ecrit|joins|joindre|reponds|repondre|parle|parlerai|parler)(?: (?:demain|ce soir|tout a l heure|bientot|plus tard|
      de suite|tout de suite|maintenant|cet aprem|apres|dans la (?:journee|semaine|soiree)|aujourd hui|des que possible|
      a \w+))+
    (?:je|j|on|nous) vais(?: (?:le|la|l|lui|leur|y|m en))* (?:ecrire|appeler|contacter|occuper|charger|faire|joindre|
      repondre|parler)
    (?:je|j) (?:lui |leur )(?:ecris|ecrirai|envoie|telephone|reponds|parle|parlerai)
    (?:je|j) (?:la |le |l |les )(?:appelle|appele|contacte|contacterai|appellerai|joins)
    (?:je )?(?:m en|m y) (?:occupe|charge|mets)
    (?:i ll|ill|i will|we ll|let me|i m going to|i am going to|gonna|going to|i can)(?: \w+){0,2} (?:write|call|message|
      contact|text|email|phone|do|get|reach|talk|speak|answer)
    (?:i m |je suis )?(?:on it|dessus)
    will do
    (?:pas encore|not yet|not done yet)
    ^(?:demain|ce soir|tomorrow|tonight|later|plus tard|bientot|soon)$
    """
)
"""Not yet, but they will."""
_HEARD = re.compile(
    r"^(?:ok|okay|oki|oui|yes|merci|thanks?|thank you|beaucoup|much|very|super|parfait|perfect|great|cool|genial|top|"
    r"noted?|bien note|c est note|d accord|daccord|dac|entendu|ca marche|all right|alright|sure|bien|good|lovely|"
    r"chouette|nickel| )+$"
)
_ENOUGH = one_of(
    r"""
    (?:on|nous|we|i|j|je)?(?: (?:avons|a|ve|have|ai|en|m|already|deja|got|now|maintenant|enfin|finalement))* ?(?:trouve|
      found|assez|enough|complet|au complet|full)(?: (?:de|of|monde|people|everyone|everybody|somebody|someone|
      quelqu un|personnes?|volunteers|benevoles|who|we|need|needed|deja|already))*
    (?:c est |it s |that s )?(?:trouve|complet|full|found|covered|plus la peine|no longer needed|taken care of)
    (?:plus|no longer|no more|not) (?:besoin|need\w*|necessary|necessaire)(?: (?:de|d|anybody|anyone|personne|lui|elle|
      them|it))*
    (?:assez|enough|trop)(?: (?:de|of))? (?:monde|people|personnes|benevoles|volunteers)(?: (?:deja|already))*
    (?:remercie\w*|thanks?|thank|merci)(?: (?:la|le|lui|them|her|him|pour|moi|for|me|de|ma|part))+
    """
)
_OTHER = one_of(
    r"""
    (?:je |j |i )?(?:ne |n )?(?:peux|pourrai|can|could|suis|m|am|ai|have|won|will) ?(?:pas|t|not|no)\b(?: \w+){0,5}
    (?:quelqu un|somebody|someone|une autre personne|another|un autre|une autre)(?: (?:d|autre|else|of us|de l equipe|
      de nous|organiser|peut|pourrait|can|could|should|qui|to|le|la|do|it|faire|ecrire|write|s en|occupe\w*))*
    (?:passe|donne|laisse|confie|hand|pass|give|leave)\w*(?: (?:le|la|lui|it|this|that|ca|on|over|them))* (?:a|aux?|to)
      [ ](?:quelqu un|un autre|une autre|l equipe|autres|the team|the others|somebody|someone|another|others|la team)
      (?: \w+){0,2}
    (?:pas moi|not me|pas le temps|no time|indispo\w*|unavailable|en vacances|on holiday|debordee?|busy)
    """
)


def offered(text: str) -> str | None:
    """wrote (to whoever said yes), soon (they will), enough (people; they are to be thanked), other (somebody else of
    the organisers should turn to them). None: not said."""
    said = in_full(text)
    if too_long(text) or manner(text) is not None:
        return None
    if not words(said):
        return "wrote" if of_a_sign(text) == "yes" else None
    if _HEARD.match(said):
        return "soon"
    for meant, core in (("enough", _ENOUGH), ("other", _OTHER), ("soon", _SOON), ("wrote", _WROTE)):
        if says(said, core, 3) and (meant == "other" or "?" not in text):
            return meant
    return None
