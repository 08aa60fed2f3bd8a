"""What is answered to "did you manage to talk?", of two who were introduced."""

from __future__ import annotations

import re

from .block_words import rather_not
from .manners import manner
from .meeting_haste import in_full, of_a_sign, too_long
from .meeting_words import wants_out
from .text import words
from .wording import one_of, says

_SHE = r"(?:he|she|they|it|il|elle|ils|elles|l autre|bruno|the other(?: one| person)?|cette personne)"
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
_WHO = r"(?:on|nous|we|we ve|we have|i|i ve|j|je|they|she|he|elle|il|us|both|two|the two of us)"
_TALKED = one_of(
    rf"""
    (?:{_WHO} )?(?:nous )?(?:s est |s |nous |nous nous |avons |a |ai |sommes |se |l |lui |did |have |had |just |
      finally |actually |already |deja |bien |enfin |pu |even |both |meme |juste |m |beaucoup |souvent |longuement |
      longtemps |tout de suite |un peu |brievement |chatty )*(?:parlee?s?|discute|echange|papote|bavarde|rencontree?s?|
      appelee?s?|ecrit|telephone|croisee?s?|retrouvee?s?|cause|jase|blague|rigole|sympathise|capte|revus?|
      fait connaissance|
      passe du temps|passe (?:une?|deux|\d) (?:heures?|apres midi|soiree|moment)|correspondu|entendu|accroche|
      talked|spoke|spoken|chatted|met|met up|called|phoned|rang|texted|messaged|written|wrote|caught up|seen each other|
      saw each other|hung out|nattered|gossiped|laughed|clicked|got on|got along|hit it off|bonded|facetimed|
      bumped into|ran into|got together|got talking|been messaging|been talking|been texting|
      been chatting|been writing|been in touch|video called|zoomed|had a ball|become friends|keep in touch|
      kept in touch|stayed in touch|swapped)
    {_WHO} (?:have |ve |just |both |finally )*(?:exchanged|shared|spent|connected|emailed|zoomed)
    (?:{_WHO} )(?:s est |s |l ai |l a |nous sommes |nous |a |ai |les ai |la |m a )*(?:vue?s?|contactee?s?|joint|joints|
      invitee?s?|recue?|reparle|visitee?)
    (?:{_WHO} )(?:a |avons |ai )(?:mange|dine|dejeune|marche|ri|bien ri|gouter|goute|jardine|cuisine|pris rendez vous)
      [ ](?:ensemble|tous les deux|avec (?:lui|elle))
    (?:vue?s?) (?:hier|samedi|dimanche|lundi|mardi|mercredi|jeudi|vendredi|ce matin|la semaine|avant hier)
    (?:{_WHO} )(?:did|have|managed)(?: (?:it|to|talk|meet|indeed|so))*
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
    {_SHE} (?:came|popped|dropped|est venue?|est passee?|called|rang|phoned|texted|wrote|invited|visited|
      showed)(?: (?:over|round|
      by|in|me|voir|a la maison|chez|moi|back|boire|up))+
    {_SHE} m a (?:appelee?|ecrit|invitee?|telephone|repondu|contactee?|rappelee?|recue?|raconte|montre|envoye)
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
_PRAISE = one_of(
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
      (?:enjoyed|loved|liked|apprecie|appreciee|adore|aime)(?: (?:it|that|him|her|them|myself|ourselves|her company|
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
_AGAIN = one_of(
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
      each other|up|coffee|it|this|to))* again)\b(?: \w+){{0,2}}
    (?:seeing|meeting|talking)(?: (?:him|her|them|each other|up|to))* again(?: \w+){{0,2}}
    """
)
"""Again, or all the time: so they have talked, even where it is about what comes."""
_COURTESY = one_of(
    r"""
    (?<!a )(?<!une )(?<!had )(?:tres )?(?:bonne|good|belle|nice|bon) (?:journee|soiree|apres midi|matinee|day|evening|
      morning|afternoon|
      night|nuit|week end|weekend|courage|continuation)
    (?:have|passe|passez) (?:an?|une) \w+ (?:day|evening|weekend|afternoon|journee|soiree)
    (?:c est |that s |it s |this is )?(?:tres |trop |very |so |really )(?:bien|good|nice|kind|gentil\w*|aimable|sweet|
      well|great)
      (?: (?:of you|de votre part|de ta part|merci|thanks|thank you|de demander|of you to ask|to ask))*$
    (?:c est|that s|it s) (?:\w+ )?(?:kind|nice|gentil|sympa|sweet|good|great|bien|cool|super)(?: (?:of you|
      de votre part|de ta part|
      de (?:demander|me demander)|to ask))*
    """
)
"""Polite, and nothing about the two."""
_OPEN = re.compile(
    r"\b(?:pas|not|n|ne|never|jamais|if|si|want|should|would|will|ll|tomorrow|demain|bientot|soon|prochaine?|next|"
    r"hope|espere|"
    r"seems?|seemed|air|maybe|perhaps|faut|dois|doit|without|sans|when|quand|who|what|comment|how|pourquoi|why|can|"
    r"could|try|"
    r"trying|essaye|essaie|essayer|attempt\w*|tente|tried|peux|peut)\b"
)
"""What leaves it open whether they have."""
_BUT = re.compile(r"\b(?:mais|but|sauf|except)\b")
_ALONE = re.compile(
    r"(?:yes |oui )?(?:done|fait|ca y est|that s done|c est bon|mission accomplie|did it|sorted)"
    r"(?: (?:merci|thanks|thank you))?"
)
"""Said of what was asked only where nothing else is said."""
_SHORT_OF = one_of(
    r"""
    (?:mais |but )?(?:pas|not)(?: (?:tres|very|for|tellement|si|so))* (?:longtemps|beaucoup|assez|long|much|a lot)
    (?:mais |but )?(?:seulement|only|just) (?:par|by|on|briefly|vite fait|un peu|a bit)
    (?:malheureusement )?trop (?:court|peu|vite|brievement)
    (?:too|not long) (?:short|enough)
    pas (?:mal|deu|decue?|degue)
    not (?:bad|half bad|disappointed)
    rien a (?:redire|dire)
    no (?:regrets|complaints)
    """
)
"""Little, or good, in spite of the negation."""
_CONTACT = (
    r"(?:repond\w*|parle\w*|vue?s?|voir|rencontre\w*|appel\w*|ecrit\w*|ecris|ecrire|contact\w*|echange\w*|discute\w*|"
    r"rappel\w*|"
    r"decroch\w*|telephone\w*|joindre|joint\w*|relance\w*|venue?s?|manifeste\w*|fait signe|donne suite|donne signe|"
    r"croise\w*)"
)
_GOT_NO = one_of(
    rf"""
    pas encore(?: (?:eu|trouve|pris))*
    not (?:yet|so far|really|quite|at all|managed|once|a word|a peep|a thing|a sausage|had time|heard)
    (?:pas|jamais) (?:vraiment|du tout|reussi|eu|pu|parle|vus?|encore|trouve|pris|eu le temps|a ce jour|l occasion|ose|
      donne suite|venue?|recu|rien|un mot|joignable|dispo)
    (?:non|no|nan|nope|nah|nop|nn|nada|nein|niet)
    (?:toujours|still) (?:pas|rien|not|nothing|haven t|no|aucune?|waiting|en attente)
    (?:{_WHO} )?(?:n |ne )?(?:s |se |m |me |nous |l |lui |y |en )*(?:a|ai|avons|est|as|ont|sommes|etait|avais|
      avait)(?: (?:nous|toujours|encore|
      vraiment|malheureusement|meme|finalement|m|lui|jamais))* (?:pas|jamais|rien|plus|pas encore|pas pu|
      pas eu)(?: (?:encore|
      vraiment|pu|reussi|eu|trouve|se|a|le|le temps|l occasion|temps|du tout|me|m|nous|ose|lui|la|
      donne))*[ ]?(?:{_CONTACT}|
      reponse|reussi|pu|eu|temps|occasion|donne|trouve|pris|fait|ose|parler|nouvelles?|suite)?
    (?:{_WHO} |ca )?(?:ne |n )?(?:me |m |nous |se |s |lui |a |est )*(?:{_CONTACT}|vient|donne|fait|marche|passe|
      colle) (?:pas|plus|jamais|rien)
      (?: (?:a mes|mes|messages|appels|sms|suite|signe|de|nouvelles|fait|au|telephone))*
    (?:personne|nobody|no one|no body|noone)(?: (?:n a|ne|n|has|a|ever|m a|me|m|nous|ever|s est|came|got|did|
      ne m a))* ?(?:{_CONTACT}|answered|wrote|
      replied|contacted|called|rang|phoned|texted|messaged|spoke|showed|in touch|back to|came|turned|manifestee?)
    (?:pas|no|aucune?|sans|still no|not a|zero|0)(?: (?:de|d|une|any|single|moindre|seul|seule))* (?:reponses?|reply|
      replies|answers?|nouvelles?|
      news|response|word|contact|signe|retour|signe de vie|temps|time|chance|luck|occasion|opportunity|message|sign|
      suite|
      sign of life|joy|show|call|text|conversation|echange|discussion|dice)(?: (?:from|de|of|sa|part|yet|her|him|them|
      encore|pour))*
    (?:{_WHO} )?(?:really |unfortunately |still |just )*(?:didn t|haven t|hasn t|couldn t|never|have not|did not|
      has not|could not|wasn t|weren t|doesn t|don t|won t|isn t|hadn t|not)(?: (?:yet|even|really|manage\w*|had|have|
      been|get|got|
      to|the|a|chance|time|able|find|found|round|ever|could|did|it|actually|back|quite|my|his|her|their|each other|
      enough))*
      [ ](?:talk\w*|speak\w*|spoke\w*|meet\w*|met|answer\w*|repl\w+|respond\w*|wrote|writ\w+|call\w*|chat\w*|see|seen|
      hear\w*|show\w*|
      work\w*|happen\w*|come|came|turn\w*|did|managed?|text\w*|contact\w*|reach\w*|touch|connect\w*|messag\w*|dar\w+|
      pick\w*|
      line up|materiali[sz]e\w*|around to it|round to it|moment|time|chance|match|go anywhere|able|get anywhere|
      possible|back|together)
    (?:{_WHO} )?(?:really |unfortunately |still |just )*(?:didn t|haven t|hasn t|couldn t|never|have not|did not|
      has not|
      could not|wasn t|weren t)(?: (?:yet|even|really|manage\w*|had|have|time|to|it|able|actually|the|a|find|get|
      round|chance|got|been|i m afraid))*
    (?:j ai |i |on a |we |we ve |i ve )?(?:completely |completement |tout |totalement |totally |both |clean |
      just )*(?:oublie|forgot|forget|
      forgotten|zappe|zapped)
    (?:j |je |i m |i |on |we re |we |still |toujours |suis |en )+(?:attends?|attend|attente|waiting|
      wait)(?: (?:toujours|encore|for|d|de|un|
      sa|her|his|their|la|a|an|une|reponse|retour|reply|answer|signe|call|appel|message|word))*
    (?:on se (?:voit|parle|retrouve|appelle|rencontre)|we re (?:meeting|talking|seeing|due)|we (?:will|are going to|
      plan to|are) ?(?:meet|talk|meeting)|on (?:doit|va|a prevu de|devrait) se (?:voir|parler|rencontrer|appeler|
      retrouver)|(?:nous )?devons nous (?:voir|parler|rencontrer|appeler)|nous nous (?:voyons|retrouvons|parlons)|
      (?:c est )?prevu pour|
      (?:meeting|seeing|calling) (?:him|her|them|up)|(?:it s )?(?:planned|booked|arranged) for|
      rendez vous (?:est )?(?:pris|prevu)|
      (?:on a|we ve got|we have|j ai) (?:un )?(?:rendez vous|rdv|a date|plans))\b.*
    jamais
    (?:trop|too)(?: (?:de|much))? (?:boulot|busy|occupee?|debordee?|timides?|shy|nervous|work|travail|tard|late|
      stressee?|prise?|fatiguee?|
      tired|crevee?|on)
    rien(?: (?:de rien|du tout))?
    (?:que dalle|queud|keud|walou|nothing|none|zip|zilch|crickets|zero)(?: (?:yet|so far|at all))?
    (?:{_SHE} )?(?:m a |me |a |has |just |totally |completely |been |have |is |s |s est fait |
      fait )*ghost\w*(?: (?:me|us))?
    (?:mis|pris|met|mettre|prendre)?(?: (?:une?|gros|beau|petit))* (?:vents?|rateaux?|lapins?)
    (?:laissee?|left|mis|leaves?)?(?: (?:me|moi|un|en|on|in))* (?:en vue?|sur vue?|on read|on seen|on delivered|
      sans reponse|hanging|en plan)
    vue? (?:et|mais|sans) (?:pas|repondu|reponse)
    (?:silence|radio)(?: (?:radio|silence|total|complet|absolu))+
    (?:total |complete |dead )silence
    (?:{_SHE} )?(?:m a |me |has |just |a |has just |completely |totally )*(?:blanked|aired|ignored|ignoree?|snobee?|
      zappee?|plantee?|
      dodged|avoided|blocked|bloquee?|stood)(?: (?:me|us|up))*
    stood (?:me|us) up
    (?:no show|no shows|faux bond)
    (?:{_SHE} |on |i |j |we |nous )?(?:a |ai |avons |had to |m a |s est |has |have |de nouveau |encore |du |
      again )*(?:annule|annuler|cancell?ed|
      bailed|flaked|reporte|reporter|repousse|decale|decaler|postponed?|desistee?|called (?:it )?off|put (?:it )?off|
      pulled out|
      chickened out|rescheduled?|renonce|gave up|given up|abandonne|laisse tomber|backed out|decline)
    (?:s est |s |se |nous nous sommes |nous |each other |on |keep |kept |just |we |been )*(?:loupee?s?|ratee?s?|
      manquee?s?|missed|missing|miss)
      (?: (?:each other|him|her|them|it|de peu|lui))*
    (?:tombee?|fallen|fell) (?:a l eau|through|by the wayside|sur (?:son |le )?repondeur|sur sa messagerie|flat|a plat)
    (?:came|come|amounted|led) to (?:nothing|naught|nowhere)|led nowhere|went nowhere
    (?:straight to |his |her |got |sa )?(?:voicemail|answerphone|answering machine|repondeur|messagerie)
    (?:mauvais|faux|wrong) (?:numero|number)
    (?:injoignable|unreachable|introuvable)
    (?:laisse|laissee?)(?: (?:un peu|ca|les choses))* (?:trainer|passer|couler|filer)
    (?:i ve |i have |i )?(?:been|keep|kept|was|still|always)(?: (?:about to|going to|intending to|meaning to|
      putting it off|mean to|
      intend to))+
    (?:putting it off|meaning to|procrastin\w*)
    (?:je |j |il |i |faut que je |we |on )?(?:still |encore |toujours |really |vais |will |ll )*(?:dois|doit|devrais|
      have to|need to|must|
      should|ought to|vais|ll|will|going to|compte|faut que je|va|pense|prevois de|gotta)(?: (?:encore|still|la|le|l|
      lui|leur|bientot|soon|
      vite|really|absolument|nous|se|me|y|de|d|be|get))*[ ](?:{_CONTACT}|call|write|text|phone|ring|contact|message|
      email|talk|speak|meet|
      telephoner|in touch|round to it|penser)(?: (?:to|him|her|them|demain|tomorrow|ce soir|tonight|this week|bientot|
      soon|cette semaine))*
    (?:je |j |i )?(?:n |ne )?(?:ai |l ai )?(?:pas |jamais |don t |didn t |never )?(?:ose pas|pas ose|dare|dared|
      pas eu le courage|had the nerve)
    (?:agendas?|horaires|emplois du temps|diaries|diary|schedules?|calendars?|shifts|timetables|
      dispos?)(?: \w+){{0,2}}? (?:pas|don t|didn t|
      never|clash\w*|ne|incompatibles?)(?: \w+){{0,3}}
    (?:ca |it |that )?(?:n a |ne s est |s est |has |just |a )*(?:pas|rien|not|never)(?: (?:ca|se|s))* (?:fait|faite|
      donne|happened|materialised|
      abouti|passe|worked out|concretise|faits?)
    (?:yet|reste|encore) (?:to|a) (?:find|meet|talk|speak|hear|call|get|trouver|se (?:voir|parler)|faire|catch|do)
    (?:impossible|unable|couldn t manage|struggling)(?: (?:de|d|to|la|le|se|nous|s|get|find|
      for us))*(?: (?:{_CONTACT}|trouver|meet|talk|reach|
      speak|organise\w*|caler|arrange|hold))?
    (?:each|chacun|il|elle|he|she) (?:waits|attend)
    """
)
_NOT_OF_TALK = re.compile(
    r"\b(?:taches?|tasks?|questions?|missions?|affiches?|posters?|referente?s?|minutes|mins?|"
    r"(?<!a )(?<!ont )(?<!ai )(?<!avons )annul\w*|cancel(?!led|ed)|pause|"
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
    met = _AGAIN.sub(" oui ", _SHORT_OF.sub(" oui ", _COURTESY.sub(" ", said)))
    firm = re.search(r"\b(?:oui|yes|yep|yeah|ouais)\b", met)
    if _GOT_NO.search(met):
        return "no" if not firm and says(met, _GOT_NO, 5) else None
    if _ALONE.fullmatch(met.strip()):
        return "yes"
    rest = _PRAISE.sub(" ", _TALKED.sub(" ", met))
    if _OPEN.search(rest) or (_BUT.search(rest) and not firm):
        return None
    return "yes" if says(met, _TALKED, 4) or says(met, _PRAISE, 2) else None
