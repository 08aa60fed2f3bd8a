"""What is answered to a call for help by whoever is asked."""

from __future__ import annotations

import re

from .manners import manner
from .meeting_answers import meeting
from .meeting_haste import in_full, of_a_sign, too_long
from .text import words
from .wording import one_of, says

_NEVER = one_of(
    r"""
    (?:plus|jamais|rien|pas) (?:du tout )?(?:sur|a propos de|au sujet de|de) (?:ce sujet|ca|cela|ce genre|ce theme|
      ces (?:appels|sujets|choses|trucs|demandes|messages)|cette (?:chose|histoire)|ces histoires|ce type d appels?|
      ceci)
    (?:plus|jamais plus|plus jamais|no more|not any more|never again|ne plus)(?: (?:d|de|des|any|of))* (?:appels?|
      appele|
      calls?|demandes?|requests?)\b(?: (?:sur|about|like|on|of|comme|de|pour|a|ce|this|that|it|sujet|subject|topic|ca|
      cela|genre|kind|celui|ci|these|those|le|la|les|moi|me|for))*
    (?:nothing|no more|never|not|no|stop|enough) (?:more |again |any more |anything |calls |questions )*(?:on|about|of|
      with) (?:this|that|it|these|those|such)(?: (?:subject|topic|kind|sort|thing|things|calls|stuff|one|any more))*
    (?:plus jamais|jamais plus|never again|never ever|jamais)(?: (?:ca|cela|merci|thanks|this|that|please|stp|svp))*$
    (?:stop|arrete\w*|cesse\w*|assez|marre|ca suffit|enough)(?: (?:avec|de|with|of|d))* (?:ca|cela|ces|ce|this|these|
      that|those|it|such|me|m)\b(?: \w+){0,3}
    (?:ne )?me (?:demand\w*|sollicit\w*|propos\w*|parl\w*|appel\w*|contact\w*) (?:plus|jamais)(?: (?:jamais|
      pour))* ?(?:ca|
      cela|ce sujet|de ca|de ce sujet|pour ca)?
    (?:don t|do not|stop|arrete\w*(?: de)?|ne|n)(?: (?:me|m|plus))* (?:ask(?:ing)?|sollicit\w*|demand\w*|propos\w*|
      appel\w*|contact\w*|call(?:ing)?|parl\w*|ecri\w*|envoy\w*|envoie\w*)(?: (?:me|moi|plus|jamais|again|any more|
      ever|for|about|this|that|these|those|it|ca|cela|de|pour|sur|ce|sujet|topic|genre|things|kind|of|on|d))*
      [ ](?:ca|cela|plus|jamais|again|any more|this|that|these|those|it|sujet|topic|genre|kind)
    (?:(?:ce|cette|ces|this|the|le) )?(?:sujet|theme|topic|subject)(?: (?:ne|me|m|doesn t|does not))*
      [ ](?:interess\w*|interest\w*|concern\w*|parle)(?: (?:me|pas|plus|du|tout|at|all))*
    (?:ca|cela|this|that|it)(?: (?:ne|me|m))* (?:interesse|concerne|regarde) (?:plus|pas du tout|vraiment pas)
    (?:i m |je (?:ne )?suis )?(?:not|pas|plus) (?:at all |du tout )?(?:interested|interessee?s?) (?:in|about|par|a)
      [ ](?:this|that|ce|ca|such|these)(?: (?:subject|topic|sujet|kind|genre|theme|things))*
    (?:enleve|retire|raye|remove|take|unsubscribe)\w*(?: moi| me)? (?:de|d|from|off) (?:ca|cela|cette|ces|ce|this|
      these|that|the|la|les)\b(?: (?:liste|list|sujet|topic|appels?|calls?))*
    """
)
"""Never again about this."""
_COMES = one_of(
    r"""
    (?:je |j |jy |moi je |moi |nous |on |i |i ll |ill |we |we ll )?(?:vais |peux |pourrais |can |could |will |
      veux bien |
      vais pouvoir |suis d accord pour |m arrange pour |compte |am |m |d be happy to |d love to |happy to |am going to |
      m going to )*(?:y )?(?:venir|viens|viendrai|vien|serai(?: la)?|etre la|suis la|passe(?! mon)|passerai|passer|
      aller|vais|come|be there|
      coming|help(?: out)?|aide|aider|aiderai|participe|participer|participerai|m en occupe|m en charge|m y mets|
      join(?: in)?|joining|do it|do that|le fais|le ferai|fais ca|m inscris|suis (?:dispo|disponible|libre|partante?|
      des votres|de la partie|volontaire|preneuse|preneur)|m available|am available|m free|am free|m in|am in|
      take part|lend a hand|donne un coup de main|donner un coup de main|filer un coup de main|file un coup de main)
    (?:je suis |j suis |i m |moi )?(?:present\w*|dispo\w*|partante?|volontaire|des votres|de la partie|available|
      free|libre|motivee?)(?: (?:samedi|dimanche|ce jour la|pour ca|pour aider|that day|for that|on saturday|moi))*
    (?:vous |tu )?(?:pouvez|peux|peut|you can) (?:compter|count) (?:sur|on) (?:moi|me|nous|us)
    (?:compte[zr]?|count|inscri\w*|mets|mettez|note[zr]?|sign|put|ajoute\w*)(?: (?:sur|on|me|moi|nous|us))+(?: (?:in|
      up|down|dessus|dedans|liste|on|sur|la|the|list))*
    ^(?:oui |ok |okay )?(?:moi|me)(?: (?:aussi|too|please|pick|oui))*$
    ^(?:oui |ok |okay |alors |then )*(?:je |j |i |we |on )(?:peux|pourrais|can|could|veux bien)(?: y aller| go)?$
    (?:oui|yes|ok|okay|d accord|daccord|dac|bon|fine|sure|good)(?: (?:pour|for)) (?:samedi|dimanche|lundi|mardi|
      mercredi|
      jeudi|vendredi|demain|moi|ca|cela|me|that|this|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday)
    j arrive
    (?:on|i m on|je suis dessus|j en suis|j en serai|je le sens|ca roule|ca marche|je prends|je prend) ?(?:it|way|ca)?$
    (?:avec|with) (?:plaisir|joie|pleasure)
    (?:dis|dites|tell) (?:moi|me)(?: (?:ou|quand|quoi|where|when|what|just))+.*
    """
)
_CANNOT_COME = one_of(
    r"""
    (?:pas|not|plus|indispo|isn t|ne) ?(?:vraiment |tres |trop |really |du tout |that )*(?:dispo\w*|libre|available|
      free|la|present\w*|chez moi|around|there|here|possible|sur place|en ville|in town)(?: (?:samedi|dimanche|lundi|
      mardi|mercredi|jeudi|vendredi|ce|cette|jour|semaine|fois|week end|weekend|that|this|day|week|then|ci|la|moi|
      on|saturday|sunday|time|du|tout|en|moment|for|ces|jours))*
    (?:je |j |jy |i |we |on |nous )?(?:ne |n |y |l )*(?:peux|pourrai|pourrais|viens|viendrai|serai|peut|can|could|will|
      ll|won|wouldn|couldn|can)(?: (?:t|pas|plus|malheureusement|vraiment|not|n))+(?: (?:venir|come|aider|help|make|it|
      y|etre|be|la|there|aller|participer|m|en|liberer|ce|cette|samedi|jour|fois|this|time|that|day|week|semaine|le|
      faire|do|pas))*
    (?:je |j |i )?(?:travaille|bosse|suis (?:au travail|absente?|en vacances|en deplacement|malade|prise?|occupee?|
      debordee?|deja prise?|pas la|loin|a l etranger|coincee?)|m away|am away|m working|am working|work|m busy|am busy|
      m ill|m sick|m abroad|m on holiday|am on holiday|have plans|ai deja quelque chose|ai un empechement|
      have something else|ai autre chose)(?: (?:samedi|ce|cette|jour|la|semaine|this|that|day|week|then|already|deja|
      de|prevu|on|saturday))*
    (?:indispo\w*|empechee?|unavailable|absente?)(?: (?:cette|fois|ce|jour|la|samedi))*
    (?:trop loin|too far|trop tot|too early|trop tard|too late|trop dur|too hard)(?: (?:pour|for) (?:moi|me))?
    (?:finalement |sorry |desolee? )*(?:non|no|pas|not)(?: (?:moi|me|finalement|possible|after all|cette fois(?: ci)?|
      this time))+
    (?:finalement|en fait|actually)(?: (?:je|j|i|ne|n))* (?:peux|viens|can|t|pas|not|plus|m|come|venir|coming|t)+\b.*
    """
)
_ELSE = re.compile(
    r"\b(?:rencontre\w*|connaitre|meet|introduc\w*|propos\w*|suggest\w*|idees?|ideas?|questions?|taches?|tasks?|efface\w*|"
    r"erase|delete|supprime\w*|profil\w*|donnees|data|langue|language)\b"
)
"""What is a wish of its own."""
_FIRM_YES = re.compile(r"^(?:oui+|ouais|yes+|yep|yeah|yup|avec plaisir|volontiers|gladly|with pleasure)\b")
_TURNS = re.compile(
    r"\b(?:mais|but)(?: (?:je|j|i|en|fait|actually))* (?:ne |n )?(?:peux|can|viens|suis) (?:pas|t|not|plus)"
)
"""A yes that ends as a no."""


def called(text: str) -> str | None:
    """Somebody who is asked in a call: yes, no (not this time), never (nothing about this any more). None: not said."""
    said = in_full(text)
    if too_long(text):
        return None
    if not words(said):
        return of_a_sign(text)
    if says(said, _NEVER, 5):
        return "never"
    if manner(text) not in (None, "skip"):
        return None
    if _FIRM_YES.match(said) and not _TURNS.search(said) and not _CANNOT_COME.search(said):
        return "yes"
    if says(said, _CANNOT_COME, 5):
        return "no"
    if says(said, _COMES, 3) and not _ELSE.search(said) and "?" not in text:
        return "yes"
    heard = None if _ELSE.search(said) else meeting(text)
    return heard if heard in ("yes", "no") else None


def called_once(text: str) -> str | None:
    """The same in a call without a topic, of which nobody can want nothing any more: yes or no."""
    return "no" if called(text) == "never" else called(text)


_AFTER_ALL = one_of(
    r"""
    finalement
    en fait
    apres tout
    after all
    actually
    in the end
    (?:j ai |i ve |i have |je )?(?:change\w*|changed) (?:d avis|my mind|d idee)
    (?:ne )?(?:peux|pourrai|suis|serai|viens|viendrai) (?:plus|finalement)
    (?:can|won|am|m|ll) ?(?:t|not) (?:make it|come|be there|any more|anymore|any longer)
    (?:ne )?(?:peux|pourrai) pas (?:venir|y aller|etre la)
    no longer
    (?:un|j ai un) (?:empechement|imprevu)
    something (?:has )?(?:came|come) up
    """
)


def after_all(text: str) -> bool:
    """Whether it says that something is otherwise than was said before."""
    return not too_long(text) and _AFTER_ALL.search(in_full(text)) is not None


_UNSURE = one_of(
    r"""
    (?:peut etre|pe ?etre|ptet|maybe|perhaps|possibly)
    (?:je |j |i )?(?:ne )?(?:sais|don t know|do not know|dunno) (?:pas |plus )?(?:encore|yet|trop)?$
    (?:je |j |i )(?:ne )?sais pas(?: (?:encore|trop|du tout|si \w+(?: \w+){0,4}))?
    (?:i )?(?:don t|do not) know(?: (?:yet|if \w+(?: \w+){0,4}))?
    (?:i m |je suis |je ne suis )?(?:not|pas) (?:sure?|certaine?|encore sure?)(?: (?:yet|encore))?
    (?:on verra|a voir|je vais voir|faut voir|we ll see|i ll see|ca depend|it depends|depends)
    (?:je (?:te|vous) (?:dis|redis|dirai|tiens)|i ll (?:let you know|tell you|get back))(?: \w+){0,3}
    """
)


def unsure(text: str) -> bool:
    """Whether it says neither yes nor no yet, and nothing else."""
    return not too_long(text) and "?" not in text and says(in_full(text), _UNSURE, 2)
