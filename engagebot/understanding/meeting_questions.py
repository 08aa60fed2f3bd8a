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
    r"rappelle|remind|langue|language|english|francais|faut|should(?! be (?:delighted|glad|happy|pleased))|propose|"
    r"supprime\w*|efface\w*|delete|stop|"
    r"tous|toutes les|every|chaque|semaines|weekly|monthly|par mois|trio|trois|three|pense que|apprendre|learn|done|"
    r"fini|termine|bricol\w*|cuisin\w*|cook\w*|drive|conduire)\b"
)
"""About something else, whatever yes stands beside it."""

_THEM = (
    r"(?:il|elle|ils|elles|l autre|cette personne|la personne|cette dame|ce monsieur|they|she|he|the other(?: one)?|"
    r"(?:the|that|this)(?: other)? person|the other(?: person)?)"
)
_SOMEBODY = r"(?:une? |an? )?(?:homme|femme|mec|meuf|gars|garcon|fille|man|woman|guy|lady|girl|boy|bloke|jeune|vieux)"
_MINE = (
    r"(?:my|mon|ma|mes)(?: (?:first|last|phone|full|home|numero|de|email))* (?:name|number|address|phone|email|"
    r"details|photo|"
    r"profile|surname|numero|nom|prenom|adresse|mail|telephone|tel|portable|coordonnees|infos?|age)"
)
_PLAINLY = one_of(
    rf"""
    (?:il )?(?:faut|faudra|faudrait|dois|devrais|devrai|je dois|on doit)(?: (?:que je|je|alors|donc))? (?:faire|
      fasse) quoi
    (?:il )?(?:faut|faudra|faudrait) quoi
    (?:qu est ce que|qu est ce qu|que|what)(?: (?:would|will|do|am))? (?:je |j |i )(?:dois|devrais|devrai|aurai|
      aurais|need|
      have|d have|d need|supposed|expected)(?: (?:a|to))? (?:faire|do)
    (?:qu est ce qu il|que|qu est ce qu) (?:faut|faudra|faudrait|faudrait il|faut il|faudra t il)(?: (?:que je))?
      [ ]?(?:faire|fasse)
    (?:a quoi )?(?:est ce que )?(?:ca|cela) (?:m |nous )?(?:engage|implique|suppose|consiste|signifie|
      veut dire)(?: (?:a|en))?
      [ ]?(?:quoi|qqch|quelque chose)?
    (?:a quoi |en quoi )(?:est ce que )?(?:ca|cela|je|j|on)(?: (?:m|s|nous))? ?(?:engage|consiste)(?: (?:t il|
      exactement))?
    je m engage a quoi
    (?:what|how much) (?:does|would|will|might) (?:it|that|this|all this) (?:involve|entail|mean|require|cost|imply|
      commit me to)
    what (?:is|s) (?:involved|expected of me|the catch|the point|the aim|the idea|it for|in it for me)
    (?:ou est|c est quoi|quel est|what is) (?:the catch|le piege|l arnaque|le but|l interet|l objectif|l idee|le deal)
    how(?: (?:come|did|do|have|on earth))* you(?: ve)? (?:pick|choose|chose|chosen|find|found|select|match|decide|
      pair|get|
      got|come up with)(?:ed)?(?: (?:me|us|them|her|him|that|this|we|it|to|my|name|on))*
    how come(?: (?:me|us|you))?
    how (?:was|were|am|are) (?:i|we) (?:chosen|picked|selected|matched|paired|found)
    comment(?: (?:est ce que|vous|tu|t|nous|m|avez|as|me|on|a|suis|je|ai|ete))* (?:choisie?s?|trouvee?s?|
      selectionnee?s?|
      associee?s?|reunie?s?)(?: (?:moi|nous|vous))*
    comment (?:ca|cela) se fait
    (?:sur|selon|d apres|on|based on) (?:quoi|quels? criteres?|quelle base|what(?: basis)?)
    (?:what|qu est ce qui) (?:makes you|vous fait|te fait) (?:think|say|dire|penser|croire)
    (?:quel|what)(?: est son| est leur| is (?:her|his|their))? age(?: (?:est il|est elle|a t il|a t elle|is (?:he|
      she)|are they))?
    how old(?: (?:is|are) {_THEM})?
    (?:{_THEM} (?:ou {_THEM} )?)a quel age
    {_SOMEBODY} (?:ou|or) {_SOMEBODY}
    (?:where|ou|d ou)(?: (?:do|does|is|are|s|est ce que|est ce qu))* {_THEM}(?: (?:live|from|come from|based|habite|
      vit|vient))?
    (?:ou|d ou) (?:habite|vit|vient)(?: t)? {_THEM}
    {_THEM} (?:habite|vit|vient|est|lives?|comes?)(?: (?:ou|d ou|from where|where))+
    (?:what|who) (?:do|does|is|are) {_THEM} (?:like|do|into|interested in|enjoy|want|looking for|like doing|
      study)(?: (?:for a living|
      in life|exactly))?
    what (?:is|s|are|re) {_THEM} (?:like|into|interested in|called)
    (?:qu est ce qu|que|qu) ?(?:{_THEM} (?:aime|fait|cherche|veut)|(?:aime|fait|cherche|
      veut) t {_THEM})(?: (?:dans la vie|faire))?
    {_THEM} (?:aime|fait|cherche|veut)(?: faire)? quoi
    (?:{_THEM} )?s appelle(?: t il| t elle)? comment
    comment s appelle(?: t)? {_THEM}
    what (?:is|s) (?:her|his|their) name
    (?:do|does|is|are|est ce que|est ce qu) {_THEM} (?:live|like|know|speak|want|work|agree|nearby|nice|kind|young|
      old|alone|
      new|retired|from|local|my age|a man|a woman|around here|habite|vit|aime|connait|parle|travaille|veut|sait)
    (?:habite|vit|vient|aime|parle|connait|travaille|est)(?: t)? {_THEM}
    is (?:it|that|this) (?:someone|somebody) (?:i know|from here|nice|from around here|young|old|my age|near(?:by)?)
    c est quelqu un (?:que je connais|d ici|du coin|de bien|de gentil|de mon age|du quartier|de confiance)
    (?:tu vas|vous allez|allez vous|vas tu|will you|do you|are you going to|will {_THEM}|{_THEM} (?:va|aura|verra|
      will))(?: (?:tell|
      give|show|share|pass|get|see|have|donner|dire|montrer|transmettre|partager|voir|avoir|lui|leur|them|him|her|
      on))* {_MINE}(?: (?:to (?:them|him|her)|a {_THEM}|de telephone))?
    (?:on|nous|we)(?: (?:se|nous|would|d|will))* (?:verrait|verra|voit|verrions|rencontrerait|rencontre|rencontrera|
      retrouve|retrouverait|meet|parle|parlerait|talk) (?:ou|quand|comment|where|when|how)
    (?:ou|quand|where|when|comment|how)(?: (?:est ce qu|est ce que|would|will|do|should(?! be (?:delighted|glad|happy|
      pleased))|can|could|on|nous|we|they|i|and|et|ou|or|when|
      where|quand|se))+ (?:meet|talk|chat|verrait|verra|voit|verrions|rencontre|rencontrerait|retrouve|retrouverait|
      speak|
      get in touch)
    (?:i need to|i d like to|i want to|can i|may i|could i|puis je|je peux|j aimerais|je voudrais|il faut que je|
      before that i d like to) (?:ask|know|savoir|sache|demander)(?: (?:first|d abord|a bit|un peu))* (?:who|what|why|
      more|qui|quoi|
      pourquoi|plus|de qui|avec qui|a qui)(?: (?:il s agit|c est|it is|this person is|they are|exactement|about (?:it|
      them|
      her|him)))?
    (?:c est |c )quoi (?:ce truc|cette histoire|ca|tout ca)
    de qui (?:il s agit|s agit il|parle\w*|parlez vous|on parle)
    """
)
"""Said with or without a question mark."""
_MARKED = one_of(
    r"""
    (?:je|j|on|do i|i|est ce que je)(?: (?:la|le|l|les|se|already|deja))* (?:know|connais|connait|
      connaissons)(?: (?:them|her|him|
      each other|this person|already|deja|cette personne))*
    (?:c est|is it|is this|it s|ce sera|ce serait|ca serait|would it be|ca se passe|will it be)(?: (?:en|par|in|by|on|
      over))* (?:ou|
      quand|online|en ligne|vrai|visio|ligne|presentiel|tel|telephone|person|phone|message|face to face|where|when|
      payant|
      gratuit|free|safe|obligatoire|compulsory|serieux|serious|anonyme|anonymous|confidentiel|private|a date|un rencard|
      dating|romantic|une arnaque|a scam)(?: (?:or|ou)(?: (?:en|par|in|by|on|over))* \w+)?
    (?:en|par|in|by|on|over) (?:vrai|ligne|visio|person|phone|telephone|message|video|line)(?: (?:or|ou)(?: (?:en|par|
      in|by|on|
      over))* \w+)?
    (?:et |and |but |mais )?(?:si|if|what if|what happens if) (?:ca|je|j|on|elle|il|l autre|i|we|they|she|he|
      it)(?: (?:ne|n|me|m|se|
      s|nous|l|la|le|lui|est|ai|a|don t|doesn t|do not|can t|change|get|like|dis|plait|colle|match|work|marche|entend|
      passe|dit|say|says|veux|veut|want|out|on|go|goes|wrong|mal|pas|non|no|oui|yes|avis|d|my|mind|each|other|them|
      her|him|it|well|finalement|plus|ensuite|click|connait|connais|deja|know|already|badly|apres|after|accepte|agree))+
    (?:je peux|can i|puis je|est ce que je peux|could i)(?: (?:encore|still|always|toujours))* (?:changer d avis|
      change my mind|
      dire non|say no|refuser|back out|me retirer)(?: (?:apres|ensuite|later|afterwards|plus tard))?
    (?:et )?(?:apres|ensuite|then|and then|quoi|pardon qui|moi|me)
    (?:do|does) (?:she|he|they) (?:have|need)(?: \w+)? (?:kids|children|a dog|a garden|family)
    """
)
"""A question only with its mark: "si ça colle" alone is a condition."""


def asks(said: str, marked: bool) -> bool:
    """Of words `in_full`; `marked`: with a question mark."""
    if says(said, _HOW, 3 if marked else 1) and not ELSE.search(_HOW.sub(" ", said)):
        return True
    if says(said, _PLAINLY, 1) and not ELSE.search(_PLAINLY.sub(" ", said)):
        return True
    return marked and says(said, _MARKED) and not ELSE.search(_MARKED.sub(" ", said))
