"""Who asks about an introduction before they answer: who it is, what they have to do, why, how it goes on."""

from __future__ import annotations

import re

from .wording import one_of, says

_HOW = one_of(
    r"""
    (?:c est |c )qui
    ^(?:et |and )?(?:who|qui)$
    qui (?:ca|donc)
    (?:on|nous|we)(?: \w+){1,3} (?:comment|how)(?: \w+)?
    (?:what|qu|que)(?: (?:do|we|avons|a|t|on|nous|est ce qu|have))* (?:in common|en commun)
    c (?:est )?quoi le principe
    (?:c est|qui est|qui|who|it is|est ce) ?(?:qui|ce|c est|is it|is that|is this|is she|is he|are they|s that|s it|
      s this|is the other|is the person)(?: (?:donc|cette personne|exactement|au juste|la personne|l autre|
      exactly|then|person|this|qui))*
    (?:avec|with) (?:qui|who|whom)(?: (?:donc|exactement|exactly))?
    (?:et |and )?(?:pourquoi|why)(?: (?:moi|nous|elle|lui|me|us|them|her|him|did you think of|tu me|vous me|tu as|
      pense a|penses a|vous avez|cette personne|this person|that person|are you|do you|asking|ask|proposes?|
      proposez|ca|that))*
    (?:et |and |mais |but )?(?:comment|how)(?: (?:ca|sa|cela|would|does|will|do|that|it|this|on|we|est ce que|tu|
      vous|se|s))* (?:passe\w*|marche\w*|fonctionne\w*|work\w*|go|goes|happen\w*|deroule\w*|fait|faites|meet|
      introduce|contact\w*|parle|voit|rencontre)(?: (?:ensuite|apres|concretement|exactement|then|next|after|
      exactly|in practice|au juste))*
    comment ca
    how so
    (?:et |and |then |so )*(?:qu est ce qui|que|il|what)(?: (?:would|will|does|s))* (?:se passe\w*|arrive\w*|
      happen\w*|going to happen|passera)(?: (?:ensuite|apres|concretement|si|if|then|next|je|i|dis|say|oui|yes|
      non|no|accepte|agree|now|it|after))*
    (?:what|que|qu|quoi|qu est ce que|qu est ce qu)(?: (?:do|does|will|would|can|est ce|que|qu|elle|il|ils|on|they|
      she|he|you|tu|vous|autre|l|la|le|the|other|others|one|person|personne|les|autres|cette|va|vont|get))* (?:see|
      know|knows|hear|read|tell|show|told|learn|voit|voient|sait|savent|saura|saurait|verra|lit|lisent|dis|dites|
      montre\w*|dire|savoir)(?: (?:of|about|de|sur|to|a|them|her|him|me|moi|lui|elle|eux|nous|us|mon|sujet|leur))*
    (?:how long|combien de temps|combien de tps|how much time|c est long|ca (?:dure|prend)(?: (?:combien|longtemps|
      du temps))+|combien de temps|ca prend combien)(?: (?:does|will|would|it|this|take|last|ca|cela|dure|prend|
      prendra|de|temps|that|is))*
    (?:can you |tu peux |could you |vous pouvez |dis moi |je veux |j aimerais |i d like to |je peux )?(?:en |know |to |
      tell me |m en |me )*(?:savoir plus|more about (?:it|this|them|him|her|that)|dire plus|know more|
      tell me more|dis moi en plus|more details|plus de details|more info|plus d infos?)
    (?:c est|what s|what is|it s|its|whats) (?:quoi|this|that|it)(?: (?:le principe|exactement|about|exactly|l idee))*
    quel est le principe
    explain(?: (?:it|please|to me|how it works))*
    explique\w*(?: moi)?
    """
)
ELSE = re.compile(
    r"\b(?:minutes?|mins?|heures?|hours?|taches?|tasks?|questions?|missions?|affiches?|posters?|referente?s?|groupe|"
    r"aide|aider|help|pause|annul\w*|cancel|prends|prendre|take|sais faire|donnees|data|profil\w*|sav\w+ faire|"
    r"rappelle|remind|langue|language|english|francais|faut|should|propose|supprime\w*|efface\w*|delete|stop|"
    r"tous|toutes les|every|chaque|semaines|weekly|monthly|par mois|trio|trois|three|pense que|apprendre|learn|done|"
    r"fini|termine|bricol\w*|cuisin\w*|cook\w*|drive|conduire)\b"
)
"""About something else, whatever yes stands beside it."""


def asks(said: str, marked: bool) -> bool:
    """Of words `in_full`; `marked`: with a question mark."""
    return says(said, _HOW, 3 if marked else 1) and not ELSE.search(_HOW.sub(" ", said))
