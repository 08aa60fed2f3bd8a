"""What the owner of a kept answer says of it after a while, in words that are no label."""

from __future__ import annotations

import re

from .text import words
from .wording import LONGEST, one_of, says, spoken
from .yesno import read_yes_no

_UNCHANGED = one_of(
    r"""
    (?:c est |c |elle est |it s |its |that s |is |est )?(?:toujours|encore|still|yes still) (?:aussi |bien |
      tout a fait |all |very )?(?:vraie?s?|juste|bon|bonne|valables?|d actualite|exacte?|correcte?|ok|valide|
      le cas|pareil|pareille|true|right|valid|accurate|good|up to date|the same|current|the case|relevant|
      pertinente?|utile)
    (?:oui|yes|yep|ouais) (?:toujours|still|encore)
    toujours$
    all good
    inchange\w*
    unchanged
    (?:c est |that s |it s |is )(?:vrai|juste|bon|exact|correct|right|true|fine|good)
    (?:on )?(?:la |le )?(?:garde|gardez|keep|leave|laisse)(?: (?:la|le|it|comme|as|is|ca|telle|quelle|elle|
      est))*
    a jour
    up to date
    rien a (?:changer|corriger|dire|modifier|redire)
    nothing (?:to (?:change|correct)|new)
    no change\w*
    pas de changement
    oui
    yes
    yep
    yeah
    ouais
    parfait\w*
    ok
    okay
    perfect
    tout a fait
    absolument
    absolutely
    exactement
    exactly
    """
)
_NOTHING_CHANGED = re.compile(
    r"\b(?:rien|n a pas|na pas|pas|hasn t|nothing(?: has)?|haven t|aucun) (?:a |n a |de |been |vraiment |much )*"
    r"(?:change\w*|bouge\w*|corriger|modifier|correct|update|changement)\b"
)
_CORRECT = one_of(
    r"""
    (?:a|il faut la|il faut|faut|faudrait|je vais|je veux|je voudrais|je dois|j aimerais|to|needs to be|
      should be|must be|i ll|i will|i want to|i d like to|let me|on doit) (?:l |la |le |be |it )?(?:corrig\w*|
      modifi\w*|chang\w*|mettre a jour|actualis\w*|revoir|complet\w*|reecrire|reprendre|rectifi\w*|preciser|
      correct\w*|updat\w*|fix\w*|rewrit\w*|edit\w*|revis\w*|amend\w*)(?: (?:la|le|it|ca|that|this|reponse|
      answer|my))*
    (?:ca |cela |c |it |that |this |things |les choses |tout |le montant |la regle |the rules? |rules? )?(?:a|
      ont|has|have|s|had) (?:un peu |bien |beaucoup |completement |since |a bit |quite )?(?:change|changed|
      evolue|bouge)(?: (?:un peu|depuis|since|a bit|a little))*
    (?:corrige\w*|modifie\w*|mets(?: la)? a jour|mettre a jour|actualise\w*|rectifie\w*)(?: (?:la|le|it|ca))?
    correction\w*
    (?:correct|update|fix|edit|change) (?:it|that|this|the answer|my answer)
    (?:needs?|want|wants) (?:a |an |some |to be )?(?:correct\w*|updat\w*|chang\w*|fix\w*|edit\w*)
    pas tout a fait(?: (?:vrai\w*|juste|exact\w*))?
    not (?:quite|entirely|exactly|completely)(?: (?:right|true|correct|accurate|any ?more))*
    (?:plus|pas) (?:tout a fait |vraiment |completement )?(?:a jour|exacte?|juste)
    en partie
    partly
    plus (?:le|la|les) memes?
    plus pareille?
    (?:c est|elle est|it s|that s|is) (?:faux|fausse|wrong|incorrect|false)(?: now| maintenant)?
    il y a du faux
    presque
    almost
    out of date
    outdated
    depassee?
    il y a (?:une erreur|du nouveau)
    there s (?:a mistake|an error|something new)
    a update
    """
)
_REMOVE = one_of(
    r"""
    (?:tu peux |vous pouvez |on peut |il faut |faut |please |je veux |i want to |you can |i d like to |
      let s )?(?:l |la |le )?(?:enlev\w*|supprim\w*|retir\w*|effac\w*|ote\w*|vire\w*|jette\w*|remove|delete|
      drop|erase|scrap|take (?:it )?(?:down|away|off|out)|get rid of|bin)(?: (?:la|le|it|that|ca|this|answer|
      cette|reponse|one|my|down))*
    (?:(?:elle |ca |c |ce |it |that )?(?:n |ne )?(?:est |is )?)(?:plus|no longer|not) (?:du tout )?(?:valables?|
      valid|valide|d actualite|vraie?|bonne?|true|right|relevant|utile|useful|correct|applicable|needed|
      good)(?: (?:any ?more|now|du tout|at all))*
    (?:isn t|is not|not) (?:true|valid|right|relevant)(?: (?:any ?more|any longer))*
    obsolete
    perimee?
    caduque
    a (?:enlever|supprimer|retirer|effacer|jeter)
    to be (?:removed|deleted)
    """
)


_ALL_OF_ME = re.compile(r"\b(?:moi|me|mes|myself|mon|mien\w*|everything|tout|compte|account|donnees|data)\b")
"""Who says so wants to be erased themselves, and not one answer of theirs."""


def still_right(text: str) -> str | None:
    """Of one's own kept answer: yes (it holds), correct, remove; None: not said."""
    if len(text) > LONGEST or "?" in text:
        return None
    said = spoken(text)
    if not words(said):
        return "yes" if read_yes_no(text) else None
    if re.search(
        r"\b(?:ne|pas|don t|do not|not) (?:l |la |le )?(?:enlev|supprim|retir|effac|remove|delete|drop)\w*", said
    ):
        return None
    if says(said, _REMOVE, 2) and not _ALL_OF_ME.search(said):
        return "remove"
    if _NOTHING_CHANGED.search(said):
        return "yes" if says(_NOTHING_CHANGED.sub("oui", said), _UNCHANGED, 1) else None
    if says(said, _CORRECT, 4):
        return "correct"
    return "yes" if says(said, _UNCHANGED) else None
