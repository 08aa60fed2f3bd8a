"""How people say that two of them have talked, and how it was."""

from __future__ import annotations

import re

from .wording import one_of

SHE = r"(?:he|she|they|it|il|elle|ils|elles|l autre|bruno|the other(?: one| person)?|cette personne)"
WHO = r"(?:on|nous|we|we ve|we have|i|i ve|j|je|they|she|he|elle|il|us|both|two|the two of us)"
_GOOD = (
    r"(?:adorables?|charmante?s?|charming|delicieu(?:x|se)|gentil(?:le)?s?|sympas?|sympathiques?|interessante?s?|"
    r"geniale?s?|"
    r"genial|cool|agreables?|enrichissante?|enrichissant|marrante?|drole|chaleureu(?:x|se)|formidable|passionnante?|"
    r"extra(?:ordinaire)?|top|super|chouette|lovely|nice|kind|delightful|great|brilliant|fun|funny|sweet|interesting|"
    r"enjoyable|pleasant|wonderful|fantastic|marvell?ous|amazing|ace|mint|friendly|warm|smashing|grand|good|bien|"
    r"cordiale?|"
    r"excellente?|merveilleu(?:x|se)|parfaite?|nickel|riche|belle|beau|bel|bon(?:ne)?|perfect|superb|inspiring|"
    r"touchante?|"
    r"sacree?|incroyable|beautiful|heartwarming|decent|lush|proper|right)"
)
_VERY = (
    r"(?:tres|trop|si|vraiment|super|hyper|grave|so|really|very|most|quite|such|what|quelle?|une?|a|an|the|tellement|"
    r"absolument|"
    r"absolutely|just|tout a fait|plutot|rather|pretty|proper|well|assez|vachement|de|d|some|un vrai|my)"
)
_MET = (
    r"(?:moments?|apres midi|soiree|heures?|journee|temps|rencontre|echange|discussion|conversation|entretien|"
    r"personne|dame|"
    r"monsieur|homme|femme|mec|meuf|gars|fille|type|nana|bonhomme|voisine?|compagnie|lady|man|guy|woman|girl|bloke|"
    r"person|"
    r"chap|lad|soul|company|afternoon|evening|morning|day|time|laugh|natter|chinwag|giggle|catch up|catchup|chat|talk|"
    r"walk|"
    r"meeting|call|phone call|coffee|tea|lunch|drink|hour|appel|cafe|the|message|fou rire|balade|visit|visite|"
    r"connexion|"
    r"connection|gossip|pint|cuppa|meal|repas|verre|dejeuner|diner|dinner|breakfast|ball|blast|blether|craic|"
    r"papote|causette|brin de causette|chouette moment|rdv|visio|stroll|picnic|pique nique|gouter|bite|convo)"
)
TALKED = one_of(
    rf"""
    (?:{WHO} )?(?:nous )?(?:s est |s |nous |nous nous |avons |a |ai |sommes |se |l |lui |did |have |had |just |
      finally |actually |already |deja |bien |enfin |pu |even |both |meme |juste |m |beaucoup |souvent |longuement |
      longtemps |tout de suite |un peu |brievement |chatty )*(?:parlee?|discute|echange|papote|bavarde|rencontree?s?|
      appelee?s?|ecrit|telephone|croisee?s?|retrouvee?s?|cause|jase|blague|rigole|sympathise|capte|revus?|
      fait connaissance|
      passe du temps|passe (?:une?|deux|\d) (?:heures?|apres midi|soiree|moment)|correspondu|entendu|accroche|
      talked|spoke|spoken|chatted|met|met up|called|phoned|rang|texted|messaged|written|wrote|caught up|seen each other|
      saw each other|hung out|nattered|gossiped|laughed|clicked|got on|got along|hit it off|bonded|facetimed|
      bumped into|ran into|got together|got talking|been messaging|been talking|been texting|
      been chatting|been writing|been in touch|video called|zoomed|had a ball|become friends|keep in touch|
      kept in touch|stayed in touch|swapped)
    {WHO} (?:have |ve |just |both |finally )*(?:exchanged|shared|spent|connected|emailed|zoomed)
    (?:{WHO} )(?:s est |s |l ai |l a |nous sommes |nous |a |ai |les ai |la |m a )*(?:vue?s?|contactee?s?|joint|joints|
      invitee?s?|recue?|reparle|visitee?)
    (?:{WHO} )(?:a |avons |ai )(?:mange|dine|dejeune|marche|ri|bien ri|gouter|goute|jardine|cuisine|pris rendez vous)
      [ ](?:ensemble|tous les deux|avec (?:lui|elle))
    (?:vue?s?) (?:hier|samedi|dimanche|lundi|mardi|mercredi|jeudi|vendredi|ce matin|la semaine|avant hier)
    (?:{WHO} )(?:did|have|managed)(?: (?:it|to|talk|meet|indeed|so))*
    (?:yes|oui)(?: (?:we|we ve|on|nous) (?:did|have|a pu|avons pu|managed))?
    (?:oui|ouais|ui|yes|yep|yeah|yup|ya|aye|sure|si|bien sur|of course|absolutely|tout a fait|absolument|definitely|
      carrement|certainly|indeed)
    (?:on a |nous avons |on |we |we ve |i |j ai |just )?(?:bu|pris|prend|prends|had|grabbed|shared|went for|eu|passe|
      spent|
      been for|partage|enjoyed|taille|having|mange)(?: (?:{_VERY}|{_GOOD}|deja|our|for|une|la|long|longue|petite?|
      jolie?|
      little|quick|few|quelques|brief|ensemble|un brin de|lunch|cup of|bit of|bout de))* {_MET}
    (?:je |on |nous |j )?(?:suis|est|sommes) (?:allee?s?|passee?s?) (?:chez|voir|prendre un|boire un|marcher|
      se promener|
      nous promener)(?: (?:lui|elle|eux|cafe|verre|the))?
    (?:went|popped|dropped|nipped|been) (?:round|over|in)(?: (?:to|for))?(?: (?:his|hers?|theirs?|him|them))?
    went (?:out )?(?:for|together)(?: (?:a|an|our))*(?: {_MET})?
    {SHE} (?:came|popped|dropped|est venue?|est passee?|called|rang|phoned|texted|wrote|invited|visited|
      showed)(?: (?:over|round|
      by|in|me|voir|a la maison|chez|moi|back|boire|up))+
    {SHE} m a (?:appelee?|ecrit|invitee?|telephone|repondu|contactee?|rappelee?|recue?|raconte|montre|envoye)
    (?:une|deux|trois|plusieurs|1|2|3|several|few|a few|a couple of|many|quelques|4|5) (?:fois|times)
    (?:twice|once)
    (?:par |au |by |on the |over |on |en |via )(?:telephone|tel|phone|message|messages|sms|text|mail|video|visio|
      coffee|a coffee|
      whatsapp|signal|email|zoom)
    c (?:est )?fait
    (?:un peu|a (?:little |wee )?bit|a little|brievement|briefly|vite fait|rapidement|deux minutes|in passing|
      entre deux portes)
    (?:quelques|deux|trois|a few|two|couple of|des|some) (?:mots|words|messages|textos|sms|texts|emails|mails|phrases)
    (?:got to |a |apprend a |on a appris a |apprendre a )(?:know each other|know (?:him|her|them)|se connaitre|
      nous connaitre)(?: a bit)?
    """
)
PRAISE = one_of(
    rf"""
    (?:{_VERY} |{_GOOD} |long |longue |petite? |quick |brief |agreable )*(?:{_GOOD}|long|longue|petite?|quick|
      brief)(?: (?:old|
      petite?|little|long|and|et))* {_MET}
    (?:she |he |they |elle |il |ils |elles )(?:is |s |re |are |est |sont )+(?:{_VERY} )*{_GOOD}
    (?:c est|it s|it is|that s) (?:{_VERY} )*(?:{_GOOD} )+(?:personne|dame|homme|femme|mec|meuf|gars|fille|type|
      person|lady|man|
      woman|girl|guy|bloke|chap)
    (?:she |he |it |they |c |ce |ca |elle |il |ils |elles |that |this )(?:was |were |etait |etaient |a ete |
      s est |turned out |has been |s been )+(?:(?:{_VERY}|passe|passee|to be|avere) )*{_GOOD}
    (?:trop|tres|so|really|very|vraiment|super|hyper|such a|what a|quelle?|good|most|vachement|just)(?: (?:a|une?|an))?
      {_GOOD}?[ ]?(?:{_GOOD}|{_MET})
    quelqu un (?:de |d )(?:tres |vraiment |super )?{_GOOD}
    (?:tres |fort )?bien entendus?
    (?:ca |c |cela |it |that |tout |all |everything |things )?(?:l a fait|s est|went|a ete|went really|
      went very)(?: (?:tres|
      super|trop|vraiment|plutot|passe|really|so|very|off))* (?:bien passee?|bien|well|fine|great|nickel|smoothly|
      swimmingly|
      a merveille|parfaitement|brilliantly|ok|okay|good)
    (?:ca |cela )l a fait
    le courant (?:est )?(?:bien )?passe
    (?:i |j |we |on |nous )?(?:really |thoroughly |so |very much |ai |a |avons |both |l ai |have )*(?:beaucoup |
      vraiment |bien |trop )?
      (?:enjoyed|loved|liked|apprecie|appreciee|(?<=ai )(?:bien )?(?:adore|aime)|(?<=avons )(?:adore|aime)|
      (?<=a )(?:adore|aime))(?: (?:it|that|him|her|them|myself|ourselves|her company|
      his company|talking|meeting|chatting|cet|cette|ce|sa|son|le|la|this|every|our))*(?: {_MET})?
    (?:merci|thanks?|thank you)(?: (?:so much|beaucoup|again|encore|a lot|infiniment|you))* (?:de|d|pour|
      for)(?: (?:nous|l|m))?
      [ ]?(?:avoir (?:presentee?s?|mise?s? en (?:contact|relation))|(?:introducing|connecting|putting) us|
      cette rencontre|
      the introduction|introducing)(?: in touch)?
    (?:so |tres |really |bien )?(?:glad|contente?|ravie?|heureu(?:x|se)|happy|pleased)(?: (?:to|that|have|de|d|l|la|
      le|avoir|we|i|you|
      nous))* (?:met|meet|rencontree?s?|connu|parle|vue?|talked|spoke|introduced us)(?: (?:him|her|them))?
    (?:ravie?|enchantee?) de (?:la|le|cette|l) ?(?:rencontre|rencontrer|connaitre|avoir rencontree?)
    (?:like )?a house on fire
    comme larrons en foire
    (?:all|it s all|tout) (?:good|bon|nickel)
    (?:bonne|good) (?:surprise|pioche)
    (?:had )?(?:a )?(?:good |right |proper |lovely |great |real )?(?:fun|laugh|craic|giggle)
    """
)
"""How it was: who can say that has talked."""
AGAIN = one_of(
    r"""
    (?:on|we|nous)(?: (?:se|s|nous|all|both|now|still|already|even))* (?:parle|parlons|ecrit|ecrivons|appelle|
      appelons|voit|voyons|
      telephone|talk|text|chat|write|message|speak|call|meet)(?: (?:now|a lot|deja|beaucoup|maintenant|to each other))*
      [ ](?:tous|toutes|souvent|regulierement|depuis|all the time|every|often|regularly|most|each|daily|a lot|
      constantly|
      tout le temps|quasi)(?: (?:les|the|day|days|jours|semaines?|weeks?|time|now|maintenant|nearly|single|matins?|
      soirs?))*
    (?:on|we re|we|we ll|i m|je|nous|m|re|will|ll|going to|va|vas|vais|allons|doit|are|se|s)(?: (?:on|se|s|nous|la|le|
      les|already|
      deja|even|will|are|be|going to|planning to|to|l))* (?:revoit|revoir|revois|revoyons|reparle|reparler|remet ca|
      refait ca|remettre ca|(?:seeing|meeting|talking|see|meet|talk|having|catching|speaking|meeting up|doing|
      do)(?: (?:him|her|them|
      each other|up|coffee|it|this|to))* again)\b(?: \w+){0,2}
    (?:seeing|meeting|talking)(?: (?:him|her|them|each other|up|to))* again(?: \w+){0,2}
    """
)
"""Again, or all the time: so they have talked, even where it is about what comes."""
COURTESY = one_of(
    r"""
    (?<!a )(?<!une )(?<!had )(?:tres )?(?:bonne|good|belle|nice|bon) (?:journee|soiree|apres midi|matinee|day|evening|
      morning|afternoon|
      night|nuit|week end|weekend|courage|continuation)
    (?:have|passe|passez) (?:an?|une) \w+ (?:day|evening|weekend|afternoon|journee|soiree)
    ^(?:c est |that s |it s |this is )?(?:tres |trop |very |so |really )(?:bien|good|nice|kind|gentil\w*|aimable|sweet|
      well|great)
      (?: (?:of you|de votre part|de ta part|merci|thanks|thank you|de demander|of you to ask|to ask))*$
    (?:c est|that s|it s) (?:\w+ )?(?:kind|nice|gentil|sympa|sweet|good|great|bien|cool|super)(?: (?:of you|
      de votre part|de ta part|
      de (?:demander|me demander)|to ask))*
    """
)
"""Polite, and nothing about the two."""
OPEN = re.compile(
    r"\b(?:pas|not|n|ne|never|jamais|if|si|want|should|would|will|ll|tomorrow|demain|bientot|soon|prochaine?|next|"
    r"hope|espere|"
    r"seems?|seemed|air|maybe|perhaps|faut|dois|doit|without|sans|when|quand|who|what|comment|how|pourquoi|why|can|"
    r"could|try|"
    r"trying|essaye|essaie|essayer|attempt\w*|tente|tried|peux|peut)\b"
)
"""What leaves it open whether they have."""
BUT = re.compile(r"\b(?:mais|but|sauf|except)\b")
ALONE = re.compile(
    r"(?:yes |oui )?(?:done|fait|ca y est|that s done|c est bon|mission accomplie|did it|sorted)"
    r"(?: (?:merci|thanks|thank you))?"
)
"""Said of what was asked only where nothing else is said."""
SHORT_OF = one_of(
    r"""
    (?:mais |but )?(?:pas|not)(?: (?:tres|very|for|tellement|si|so))* (?:longtemps|beaucoup|assez|long|much|a lot)
    (?:mais |but )?(?:seulement|only|just) (?:par|by|on|briefly|vite fait|un peu|a bit)
    (?:malheureusement )?trop (?:court|peu|vite|brievement)
    (?:too|not long) (?:short|enough)
    pas (?:mal|deu|decue?|degue)
    not (?:bad|half bad|disappointed)
    no (?:regrets|complaints)
    """
)
"""Little, or good, in spite of the negation."""
