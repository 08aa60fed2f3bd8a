"""What is answered, in words that are no label, to "shall I introduce you?" and to "did you manage to talk?"."""

from __future__ import annotations

import re

from .block_words import rather_not
from .manners import manner
from .meeting_words import wants_out
from .text import Vocabulary, listed, words
from .wording import LONGEST, one_of, says, spoken
from .yesno import read_yes_no

_SLIPS = Vocabulary(
    {
        word: word
        for word in listed(
            "plaisir pleasure volontiers pourquoi rencontrer gladly happy maybe comment prochaine another "
            "encore prendre pris parle parler discute discuter rencontre rencontres appele telephone repondu reponse "
            "talked spoken chatted called answered coffee twice reussi managed happens combien time"
        )
    },
    never=listed("tire tome times some come call calls place parles pardon parti comme comments plaisant caller"),
)
_HASTE = {
    "vzy": "vas y",
    "vazy": "vas y",
    "nn": "non",
    "pk": "pourquoi",
    "pq": "pourquoi",
    "pourkoi": "pourquoi",
    "ki": "qui",
    "cki": "c est qui",
    "jveu": "je veux",
    "svp": "",
    "tt": "tout",
    "mtn": "maintenant",
    "ac": "avec",
    "whos": "who s",
    "hes": "he s",
    "shes": "she s",
    "didnt": "didn t",
    "havent": "haven t",
    "hasnt": "hasn t",
    "ive": "i ve",
    "im": "i m",
    "id": "i d",
    "wasnt": "wasn t",
    "couldnt": "couldn t",
    "jsuis": "je suis",
    "chui": "je suis",
    "pa": "pas",
    "plesir": "plaisir",
}


def _said(text: str) -> str:
    """Spoken, and what is typed in haste around introductions in full."""
    mended = (_HASTE.get(word, _SLIPS.symbol(word) or word) for word in spoken(text).split())
    return " ".join(" ".join(mended).split())


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
_ELSE = re.compile(
    r"\b(?:minutes?|mins?|heures?|hours?|taches?|tasks?|questions?|missions?|affiches?|posters?|referente?s?|groupe|"
    r"aide|aider|help|pause|annul\w*|cancel|prends|prendre|take|sais faire|donnees|data|profil\w*|sav\w+ faire|"
    r"rappelle|remind|langue|language|english|francais|faut|should|propose|supprime\w*|efface\w*|delete|stop|"
    r"tous|toutes les|every|chaque|semaines|weekly|monthly|par mois|trio|trois|three|pense que|apprendre|learn|done|"
    r"fini|termine|bricol\w*|cuisin\w*|cook\w*|drive|conduire)\b"
)
"""About something else, whatever yes stands beside it."""
_LIMITS = re.compile(
    r"\b(?:mais|but|si|if|sauf|except|unless|seulement|only|quand|when|apres|after|pas|not|n|ne|don t|won t|can t|no|"
    r"non|jamais|never|plus|peut etre|maybe|perhaps|hesite|verra|depends?|depend|reflechir|think|sais|know|"
    r"or|ou|avant|before|wait|attends?|pour|for|until|dans|next|prochaine?)\b"
)
"""What leaves a yes open."""


def meeting(text: str) -> str | None:
    """Somebody who is asked whether to be introduced: yes, no (this time), how (what it is, with whom, what then).

    None: not said, as when they want no introductions at all, or none with somebody they name."""
    said = _said(text)
    if _no_answer(text) or wants_out(text) or rather_not(text) is not None or _ENOUGH.search(said):
        return None
    if not words(said):
        return _of_a_sign(text)
    asked = _IDIOM.sub("oui", said)
    if says(asked, _HOW, 3 if "?" in text else 1) and not _ELSE.search(_HOW.sub(" ", asked)):
        return "how"
    if manner(text) not in (None, "skip") or _ELSE.search(asked) or ("?" in text and asked == said):
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


def _no_answer(text: str) -> bool:
    return len(text) > LONGEST


def _of_a_sign(text: str) -> str | None:
    sign = read_yes_no(text)
    return None if sign is None else "yes" if sign else "no"


_WHO = r"(?:on|nous|we|we ve|we have|i|i ve|j|je|they|she|he|elle|il|us|both|two|the two of us)"
_TALKED = one_of(
    rf"""
    (?:{_WHO} )?(?:nous )?(?:s est |s |nous |nous nous |avons |a |ai |sommes |se |l |lui |did |have |had |just |
      finally |
      actually |already |deja |bien |enfin |pu |even |both |meme |juste )*(?:parle|discute|echange|papote|
      bavarde|vue?s?|rencontre|rencontree|rencontres|appele|appelee|appeles|ecrit|telephone|croises?|retrouves?|
      talked|spoke|spoken|chatted|met|met up|called|phoned|texted|messaged|written|wrote|caught up|seen each other)
    (?:{_WHO} )(?:did|have|managed)(?: (?:it|to|talk|meet|indeed|so))*
    (?:yes|oui)(?: (?:we|we ve|on|nous) (?:did|have|a pu|avons pu|managed))?
    (?:oui|ouais|ui|yes|yep|yeah|yup|ya|aye|sure|si|bien sur|of course|absolutely|tout a fait|absolument|definitely)
    (?:on a |nous avons |on |we |we ve )?(?:bu|pris|prend|prends|had|grabbed|shared|went for|eu|fait|
      been for)(?: (?:une?|a|deja|
      some|such|a|an|our|for|un bon|good|bon|long|lovely|nice|great|super|very|tres|belle|petit|petite|jolie|
      joli))* (?:cafe|coffee|tea|the|chat|talk|conversation|discussion|call|appel|echange|walk|balade|verre|drink|lunch|
      dejeuner|repas|cuppa|pint|beer|biere|cuppa|rencontre|rdv|visio)
    (?:tres |super |great |lovely |good |nice |long |bel |bon |belle |chouette |beau |sympa |quick |brief |bonne |
      un |une |a |petit |agreable )+(?:echange|chat|talk|conversation|discussion|rencontre|moment|personne|call|
      appel|person|coffee|cafe|message)
    (?:une|deux|trois|plusieurs|1|2|3|several|few|a few|a couple of|many) (?:fois|times)
    (?:twice|once)
    (?:par |au |by |on the |over |on )(?:telephone|tel|phone|message|messages|sms|text|mail|video|visio|coffee|a coffee)
    c (?:est )?fait
    (?:it |that |c |ca )?(?:was|s est|etait|c etait)(?: (?:tres|really|so|very|super|bien|vraiment|
      passe|a))* (?:bien|great|lovely|nice|super|sympa|genial|good|fun|chouette|interesting|interessant|bien passe|
      wonderful|top|cool|agreable|brilliant)
    (?:un peu|a bit|a little|brievement|briefly|vite fait|rapidement)
    """
)
_GOT_NO = one_of(
    rf"""
    pas encore(?: (?:eu|trouve|pris))*
    not (?:yet|so far|really|quite|at all|managed)
    (?:pas|jamais) (?:vraiment|du tout|reussi|eu|pu|parle|vus?|encore|trouve|pris|eu le temps|a ce jour|l occasion)
    (?:non|no|nan|nope|nah|nop|nn)
    (?:toujours|still) (?:pas|rien|not|nothing|haven t)
    (?:{_WHO} )?(?:n |ne )?(?:s |se |m |me |nous |l )?(?:a|ai|avons|est|as|ont|sommes)(?: (?:nous|toujours|encore|
      vraiment|malheureusement|meme|finalement))* (?:pas|jamais|rien|plus|pas encore|pas pu|pas eu)(?: (?:encore|
      vraiment|pu|reussi|eu|trouve|se|a|le|le temps|l occasion|temps|du tout|me|m|nous|ose))* ?(?:repondu|
      parle|vus?|vue|vues|rencontres?|appele|ecrit|reponse|reussi|pu|eu|temps|occasion|donne|trouve|pris|
      fait|contacte|echange|discute|ose|voir|parler|nouvelles?|venue?|manifestee?|decroche|rappele)?
    (?:personne|nobody|no one) (?:n a |ne |has |a |ever )*(?:repond\w*|ecrit|answered|wrote|replied|came|venu)
    (?:pas|no|aucune?|sans|still no|not a)(?: (?:de|d|une|any))* (?:reponse|reply|answer|nouvelles?|news|
      response|word|contact|signe|retour|signe de vie|temps|time|chance|luck|occasion|opportunity)(?: (?:from|
      de|of|sa|part|yet|her|him|them|encore|pour))*
    (?:{_WHO} )?(?:really |unfortunately |still |just )*(?:didn t|haven t|hasn t|couldn t|never|have not|did not|
      has not|could not|wasn t|weren t|doesn t|don t)(?: (?:yet|even|really|manage\w*|had|have|been|get|got|
      to|the|a|chance|time|able|find|found|round|ever|could|did|it|actually))*(?: (?:talk\w*|speak|spoke\w*|meet|
      met|answer\w*|repl\w+|respond\w*|wrote|writ\w+|call\w*|chat\w*|see|seen|hear\w*|show\w*|work\w*|
      happen\w*|come|came|turn\w*|did|managed))?
    (?:j ai |i )?(?:completely |completement |tout |totalement |totally )?(?:oublie|forgot|forget|forgotten)
    (?:j |je |i m |i |on |we re |we |still |toujours )+(?:attends?|attend|waiting|wait)(?: (?:toujours|encore|for|
      sa|her|his|their|la|a|une|reponse|reply|answer))*
    (?:on se (?:voit|parle|retrouve|appelle|rencontre)|we re (?:meeting|talking|seeing)|we (?:will|are going to|
      plan to|are) ?(?:meet|talk|meeting)|on (?:doit|va|a prevu de|devrait) se (?:voir|parler|rencontrer|appeler|
      retrouver))\b.*
    jamais
    (?:trop|too) (?:de boulot|busy|occupee?|debordee?)
    rien
    (?:nothing|none)(?: yet)?
    """
)
_NOT_OF_TALK = re.compile(
    r"\b(?:taches?|tasks?|questions?|missions?|affiches?|posters?|referente?s?|minutes|mins?|annul\w*|cancel|pause|"
    r"donnees|data|profil\w*|supprime\w*|efface\w*|delete|stop|introductions?|mises?|sais faire|can do|"
    r"langue|language|aide|help|proposes?|dispo\w*|available|sais pas|don t know|dunno|not sure|sure what|"
    r"disponible|reunion|meeting of|soupe|soup|organisat\w+|"
    r"pense que|want to|voudrais|veux|si possible|if possible|envie|competence\w*|skills?)\b"
)


def talked(text: str) -> str | None:
    """Two who were introduced, whether they managed to talk: yes, no (or not yet); None: not said."""
    said = _said(text)
    if _no_answer(text) or "?" in text or manner(text) is not None or wants_out(text):
        return None
    if not words(said):
        return _of_a_sign(text)
    if _NOT_OF_TALK.search(said) or rather_not(text) is not None:
        return None
    left = _GOT_NO.sub(" ", said)
    if left != said:
        firm = re.search(r"\b(?:oui|yes|yep|yeah|ouais)\b", left)
        return "no" if not firm and says(said, _GOT_NO, 5) else None
    rest = _TALKED.sub(" ", said)
    return "yes" if rest != said and not re.search(r"\b(?:pas|not|n|never|jamais|if|si)\b", rest) and says(
        said, _TALKED, 4) else None
