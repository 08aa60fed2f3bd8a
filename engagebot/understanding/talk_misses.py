"""How people say that two of them have not talked, or not yet."""

from __future__ import annotations

from .talk_words import SHE, WHO
from .wording import one_of

_CONTACT = (
    r"(?:repond\w*|parle\w*|vue?s?|voir|rencontre\w*|appel\w*|ecrit\w*|ecris|ecrire|contact\w*|echange\w*|discute\w*|"
    r"rappel\w*|"
    r"decroch\w*|telephone\w*|joindre|joint\w*|relance\w*|venue?s?|manifeste\w*|fait signe|donne suite|donne signe|"
    r"croise\w*)"
)
GOT_NO = one_of(
    rf"""
    pas encore(?: (?:eu|trouve|pris))*
    not (?:yet|so far|really|quite|at all|managed|once|a word|a peep|a thing|a sausage|had time|heard)
    (?:pas|jamais) (?:vraiment|du tout|reussi|eu|pu|parle|vus?|encore|trouve|pris|eu le temps|a ce jour|l occasion|ose|
      donne suite|venue?|recu|rien|un mot|joignable|dispo)
    (?:non|no|nan|nope|nah|nop|nn|nada|nein|niet)
    (?:toujours|still) (?:pas|rien|not|nothing|haven t|no|aucune?|waiting|en attente)
    (?:{WHO} )?(?:n |ne )?(?:s |se |m |me |nous |l |lui |y |en )*(?:a|ai|avons|est|as|ont|sommes|etait|avais|
      avait)(?: (?:nous|toujours|encore|
      vraiment|malheureusement|meme|finalement|m|lui|jamais))* (?:pas|jamais|rien|plus|pas encore|pas pu|
      pas eu)(?: (?:encore|
      vraiment|pu|reussi|eu|trouve|se|a|le|le temps|l occasion|temps|du tout|me|m|nous|ose|lui|la|
      donne))*[ ]?(?:{_CONTACT}|
      reponse|reussi|pu|eu|temps|occasion|donne|trouve|pris|fait|ose|parler|nouvelles?|suite)?
    (?:{WHO} |ca )?(?:ne |n )?(?:me |m |nous |se |s |lui |a |est )*(?:{_CONTACT}|vient|donne|fait|marche|passe|
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
    (?:{WHO} )?(?:really |unfortunately |still |just )*(?:didn t|haven t|hasn t|couldn t|never|have not|did not|
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
    (?:{WHO} )?(?:really |unfortunately |still |just )*(?:didn t|haven t|hasn t|couldn t|never|have not|did not|
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
    (?:{SHE} )?(?:m a |me |a |has |just |totally |completely |been |have |is |s |s est fait |
      fait )*ghost\w*(?: (?:me|us))?
    (?:mis|pris|met|mettre|prendre)?(?: (?:une?|gros|beau|petit))* (?:vents?|rateaux?|lapins?)
    (?:laissee?|left|mis|leaves?)?(?: (?:me|moi|un|en|on|in))* (?:en vue?|sur vue?|on read|on seen|on delivered|
      sans reponse|hanging|en plan)
    vue? (?:et|mais|sans) (?:pas|repondu|reponse)
    (?:silence|radio)(?: (?:radio|silence|total|complet|absolu))+
    (?:total |complete |dead )silence
    (?:{SHE} )?(?:m a |me |has |just |a |has just |completely |totally )*(?:blanked|aired|ignored|ignoree?|snobee?|
      zappee?|plantee?|
      dodged|avoided|blocked|bloquee?|stood)(?: (?:me|us|up))*
    stood (?:me|us) up
    (?:no show|no shows|faux bond)
    (?:{SHE} |on |i |j |we |nous )?(?:a |ai |avons |had to |m a |s est |has |have |de nouveau |encore |du |
      again )*(?:annule|annuler|cancell?ed|
      bailed|flaked|reporte|reporter|repousse|decale|decaler|postponed?|desistee?|called (?:it )?off|put (?:it )?off|
      pulled out|
      chickened out|rescheduled?|renonce|gave up|given up|abandonne|laisse tomber|backed out|decline)
    (?:s est |s |se |nous nous sommes |nous |each other |on |keep |kept |just |we |been )+(?:loupee?s?|ratee?s?|
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
    (?:our |nos )?(?:agendas?|horaires|emplois du temps|diaries|diary|schedules?|calendars?|shifts|timetables|
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
