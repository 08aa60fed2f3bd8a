"""What is answered to "did you manage to talk?", of two who were introduced."""

from __future__ import annotations

import re

from .block_words import rather_not
from .manners import manner
from .meeting_haste import in_full, of_a_sign, too_long
from .meeting_words import wants_out
from .text import words
from .wording import one_of, says

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
    said = in_full(text)
    if too_long(text) or "?" in text or manner(text) is not None or wants_out(text):
        return None
    if not words(said):
        return of_a_sign(text)
    if _NOT_OF_TALK.search(said) or rather_not(text) is not None:
        return None
    left = _GOT_NO.sub(" ", said)
    if left != said:
        firm = re.search(r"\b(?:oui|yes|yep|yeah|ouais)\b", left)
        return "no" if not firm and says(said, _GOT_NO, 5) else None
    rest = _TALKED.sub(" ", said)
    return "yes" if rest != said and not re.search(r"\b(?:pas|not|n|never|jamais|if|si)\b", rest) and says(
        said, _TALKED, 4) else None
