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
    why (?:ever|on earth|the hell) not
    """
)
"""A yes in spite of its negation."""
_MEET = (
    r"(?:(?:la|le|les|l|them|her|him|you|to|en|de|d|a|cette|une|un|quelqu|this|that|with|faire|sa|leur|get|know|be|"
    r"somebody|someone|autres?|nouvelle|new|nous|me|m|us|the|both|tous|deux|vous)* ?(?:rencontrer|connaitre|"
    r"connaissance|voir|personne|gens|meet|introduced?|person|people|contact|presenter|presente[zr]?|presentes|mets|"
    r"mettez|mettre|"
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
    (?:i d |i would |i should |i ll |j en |je |j )(?:be |serais |serai |suis )+(?:tres |si |so |really |very |
      absolutely |
      just |more than )*(?:ravie?|enchantee?|heureu(?:x|se)|contente?|delighted|thrilled|glad|happy|pleased|
      honou?red|chuffed|preneu(?:r|se)|down)(?: (?:to|de|d))*(?: {_MEET})*
    (?:delighted|ravie?|enchantee?|preneu(?:r|se)|partants?|keen|banco|deal|bet|by all means|accepted|accepte)
    (?:grave|carrement|super|trop|tres|so|well|really|totally) (?:chaude?|partante?|keen|bien|down|ok|d accord)
    (?:j |i |je )(?:accepte|accept|signe|agree|dis oui|say yes|approve)
    (?:tu peux|vous pouvez|you can|you may) (?:y aller|foncer|go ahead|do (?:it|that|so)|put us in touch|
      introduce (?:us|
      me)|connect us|(?:nous |me |lui |leur )*(?:presenter|mettre en (?:contact|relation)|(?:donner|transmettre) mon
      [ ]?(?:nom|prenom|numero|adresse))|(?:give|tell) (?:them|him|her) my (?:first )?(?:name|number))(?: en contact)?
    (?:i )?could do with (?:some |a bit of |the |a little )?(?:company|friends?|that|chat|new faces?)
    (?:ca |cela |it |that )(?:me |would |will |ll |d |ne peut que )*(?:ferait|fera|fait|faire|do me)(?: me)? (?:du bien|
      plaisir|good|some good|the world of good)(?: de (?:voir|rencontrer|parler a) (?:du monde|des gens|quelqu un))?
    (?:it|that|ce|ca)(?: (?:d|would|serait|sera|will)) (?:be )?(?:very |really |tres |vraiment )?(?:bien|sympa|super|
      chouette|un plaisir|a pleasure|nice|lovely|great|grand|good|fun|wonderful|genial|parfait|perfect|
      ideal)(?! (?:to|de|d|que|if) (?!meet|see|know|rencontrer|voir|connaitre))
    (?:all|tout a fait) (?:for it|pour)
    on y va
    faisons (?:ca|le|comme ca)
    so am i
    (?:ca |sa |cela )?(?:me va|marche|roule) (?:bien )?(?:pour|a) moi
    (?:i m |je suis )?(?:totally |so |all )?(?:down|for it)
    (?:ye|yeah|yh|ok|oui|sure) (?:alright|all right|then|alors)
    (?:alright|all right)(?: then)?
    (?:me too|moi aussi)
    """
)
_BOTH = one_of(
    r"""
    (?:si|du moment que|tant que|if|as long as|provided|so long as) (?:l autre|elle|il|cette personne|la personne|they|
      he|she|the other|the other person|both|tout le monde)(?: (?:person|re|is|are|s|est|le|la|en|aussi|veut|a|also|
      both))*
      [ ]?(?:d accord|partante?|envie|ok|okay|souhaite|souhaitent|veut|veut bien|happy|willing|keen|up for it|fine|
      glad|want|
      wants|agree|agrees|agreed|like|likes)(?: (?:to|too|with (?:it|that)|aussi|it|that))*
    """
)
"""What holds anyway: nobody is introduced unless both like to be."""
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
    (?:i m afraid |i |je |j |must |dois |have to |had better |ll have to |will have to |vais |will |ll |prefere |
      prefer to )*
      [ ]?(?:decline|decliner|refuse|refuser|turn (?:it|this|that) down|sit (?:this|it)(?: one)? out|say no|dire non|
      m abstenir|dire que non)(?: (?:l offre|your offer|the offer|cette offre|la proposition|votre proposition))?
    (?:la |une |grosse |trop la |trop |j ai (?:trop )?(?:la )?|enorme )*flemme
    (?:je |j ai )?flemmarde?
    (?:count|comptez?) (?:me out|pas sur moi)(?: (?:this time|cette fois))?
    ne (?:comptez|compte) pas sur moi
    (?:i )?(?:can t|cannot|couldn t|not) be (?:bothered|arsed|fussed)(?: {_LATER})?
    (?:not|pas) (?:fussed|chaude?|motivee?|up to it|up to that|feeling it|in the right place|d humeur|en forme|
      en etat|le courage|la force|l energie|le moral|le coeur a ca|mon truc|mon genre|mon delire|pour moi|my thing|
      my cup of tea|my style|for me|ma tasse de the)(?: {_LATER})?
    (?:pas|plus|no|not) (?:\w+ )?(?:energy|courage|energie|force|motivation)(?: (?:for (?:that|this|it)|{_LATER}))?
    (?:je suis |j suis |i m |i am |bien |far )?(?:too|trop|a bit|un peu|very|tres|so|si|vraiment|really|bien|quite|
      rather|
      plutot|assez)(?: (?:too|trop|much))* (?:timides?|shy|crevee?|naze|nase|fatiguee?|tired|knackered|exhausted|
      epuisee?|malade|ill|sick|unwell|poorly|old|vieux|vieille|agee?|sauvage|solitaire|reservee?|anxious|nervous|
      stressee?|stressed|introvertie?|introverted|shattered|drained|chargee?|prise?|pressee?|claquee?|hs|much on|
      much going on|casanier|casaniere|private|surbookee?|stretched)(?: (?:for (?:this|that|it)|pour (?:ca|cela|
      le moment)|{_LATER}))?
    (?:c est |ce n est |it s |this is |this isn t |it isn t |it is |ce )?(?:pas|not|isn t)(?: (?:le|the|a|un|du tout|
      vraiment|really))* (?:bon|meilleur|good|right|best|great) (?:moment|time)(?: (?:for me|pour moi|{_LATER}))?
    (?:bad|mauvais|wrong) (?:time|timing|moment|periode)(?: (?:for me|pour moi))?
    (?:ca |tu |vous |cela )?(?:tombe|tombez|tombes) (?:tres )?mal
    (?:je |j )?(?:ne )?(?:me |m )?sens pas (?:tres |trop |vraiment )?(?:bien|prete?|d attaque|en forme|capable|
      de le faire)
    (?:i )?(?:don t|do not|not|am not|m not)(?: really)? feel(?:ing)? (?:well|ready|up to (?:it|that|this)|like (?:it|
      that|
      meeting \w+)|great|very well|too good)(?: {_LATER})?
    (?:je |j |i d |i would |i |id )?(?:prefere|prefererais|aime mieux|aimerais mieux|prefer|rather|d prefer)(?: (?:to|
      etre|
      be|rester|stay|keep|a|on|by))* (?:seule?|tranquille|alone|on my own|to myself|myself to myself|chez moi|at home|
      home|
      private|dans mon coin|in my corner|quiet)
    (?:i )?keep (?:myself )?to myself
    (?:let s )?leave (?:it|that|this)(?: (?:for now|there|be|for the moment|out|this time))*
    (?:on )?(?:laisse|laissons) (?:ca )?(?:pour|de cote|comme ca)(?: (?:l instant|le moment|cette fois))?
    (?:my |les |i ve got my )?(?:hands? full|mains pleines|plate is full|full plate)
    (?:je |j |i )?(?:ne )?(?:(?:souhaite|veux|cherche|desire|tiens|compte) pas|(?:don t|do not) (?:want|wish|care|
      intend)|
      m not looking|not looking)(?: (?:a|to|de|vraiment))* {_MEET}(?: (?:quelqu un|anybody|anyone|people|du monde|
      des gens|de monde|new people|{_LATER}))*
    (?:je |j |i )?(?:n |ne )?(?:aime|apprecie|don t like|don t enjoy|do not like|m not good with) (?:pas )?(?:trop |
      vraiment |
      beaucoup )?(?:les (?:gens|rencontres|inconnus)|rencontrer des (?:gens|inconnus)|meeting (?:new )?people|strangers|
      people)
    (?:j ai |i ve |i have |got |already |deja )+(?:assez|plenty|enough) (?:d amis|de monde|of friends|friends|people|
      going on|
      de choses a faire|to do|on my plate)
    (?:ca |cela |it )?(?:ira|va aller)(?: (?:merci|comme ca|pour moi))*
    (?:tres )?peu pour moi
    (?:hard |a )pass
    (?:no can do|regrets?|helas non|alas no|unfortunately not|malheureusement(?: (?:non|pas))?|sorry no|afraid not|
      i m afraid (?:not|i can t)|i can t(?: (?:this time|sorry|make it))?$)
    (?:i )?(?:haven t|don t have|have not|do not have)(?: (?:got|any|the|really|enough|much))* (?:energy|strength|
      courage|
      headspace|bandwidth|capacity)(?: {_LATER})?
    (?:snowed under|sous l eau|surbookee?|swamped|rushed off my feet|la tete sous l eau|up to my (?:eyes|neck)|
      flat out)(?: {_LATER})?
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
    asked = _BOTH.sub(" ", _IDIOM.sub("oui", said))
    if asks(asked, "?" in text):
        return "how"
    if manner(text) not in (None, "skip") or ELSE.search(asked) or ("?" in text and asked == said):
        return None
    left = _DECLINES.sub(" ", asked)
    if left != asked:
        yes = _AGREES.search(_SOFT.sub(" ", left))
        open_end = re.search(r"\b(?:mais|but|except|sauf|si|if)\b", left) and _AGREES.search(left)
        return "no" if not yes and not open_end and says(asked, _DECLINES, 4) else None
    rest = re.sub(r"\b(?:pour moi|for me)\b", " ", _AGREES.sub(" ", asked))
    agreed = _AGREES.search(asked) is not None
    return "yes" if agreed and not _LIMITS.search(rest) and says(asked, _AGREES, 2) else None


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
