"""What people answer when they are asked whether to be introduced."""

from __future__ import annotations

import pytest

from engagebot.understanding.intents import Intents
from engagebot.understanding.meeting_answers import meeting
from engagebot.understanding.meeting_words import wants_out

MEETING = {
    "yes": """
        avec plaisir | ok pour moi | pourquoi pas | volontiers | vas-y | je veux bien la rencontrer | oui | ouais
        oui avec plaisir | oui pourquoi pas | bah pourquoi pas | bien sûr | carrement | ok go | vzy | ui | d'accord
        avec grand plaisir, merci | avec plésir | volontier | je suis partante | ça me va | ça marche | super idée
        oui, j'adore le jardinage ! | très volontiers, merci beaucoup | pas de souci | je ne dis pas non
        mets-nous en contact | oui présente-moi | ça me ferait plaisir | go | grave | 👍 | pourquoi pas ?
        yes | sure, why not | go ahead | with pleasure | yes please | ok | sounds good | I'd love to
        i'd be happy to meet them | why not? | yeah go for it | of course | sure | sure thing | lovely idea
        yes, that would be lovely | gladly | please do | i don't mind | no problem | count me in | yep
        that sounds nice, thank you | fine by me | definitely | i'd like that | happy to | let's do it | ya ok
        yess | yes, I love gardening | oui mais bien sûr""",
    "no": """
        pas cette fois | pas maintenant | non merci | sans façon | nn merci | bof non | non | pas cette semaine
        j'ai pas le temps en ce moment | je n'ai pas le temps | une autre fois | plus tard peut-être | nan
        peut-être une autre fois | je préfère pas | je préfère ne pas | pas trop envie | non, pas maintenant merci
        je suis débordée en ce moment | ca me dit rien | je passe mon tour | pas interessé | ok, pas cette fois
        non désolée | sans moi | je ne peux pas en ce moment | pas pour le moment | 👎 | pa maintenant
        pas envie | ça ne m'intéresse pas
        no | no thanks | not this time | maybe later | i'd rather not | not now | nope | no thank you
        maybe another time | not today | not right now, sorry | i don't have time at the moment | i'm too busy
        not interested | next time | i'll pass | nah | not for me | not really | some other time | no, sorry
        not at the moment thanks | i haven't got time this week | rather not | i don't think so | not this week
        i'm not in the mood | id rather not | ok, not this time""",
    "how": """
        c'est qui ? | qui est-ce | pourquoi moi | comment ça se passe | c ki ? | cki | pourquoi moi ?
        comment ça se passerait ? | qu'est-ce qui se passe ensuite ? | qu'est-ce qu'elle saura de moi ?
        avec qui ? | qui ça ? | ça dure combien de temps ? | comment ça marche ? | on se rencontre comment ?
        qu'avons-nous en commun ? | j'aimerais en savoir plus | c'est quoi le principe ? | pk moi
        que se passe-t-il si je dis oui ? | comment ca se passe concretement ?
        who is that? | what do they see of me? | who is it | how does it work? | why me? | why us?
        what happens next? | what happens if i say yes? | how long does it take? | with whom? | who
        what do we have in common? | can you tell me more? | what will they know about me? | whos that
        how would we meet? | tell me more about them | what does she know about me ?""",
    None: """
        oui mais pas cette semaine | oui mais pas maintenant | plus de mises en contact | pas avec Bruno
        arrête de me présenter des gens | j'ai 20 minutes | aide | pause | annuler | je sais cuisiner
        je sais faire des affiches | je voudrais une tâche | comment faire une note de frais ? | peut-être
        je ne sais pas | mes tâches | je prends les affiches | merci | bonjour | j'ai une question
        oui si c'est une femme | ça dépend | tout le monde sauf Samia | plus de ça, merci | supprime mes données
        qui s'occupe de la compta ? | je veux bien une tâche | je voudrais passer à une fois par mois | stop
        il faudrait repeindre la remise | mon profil
        yes but not now | no more introductions please | don't introduce me to Bruno | i've got an hour | help
        cancel | i can bake bread | maybe | not sure | i don't know | what can i do? | show me my data
        no more of these | when does the market open? | thanks | hello | stop introducing me to people
        i'll take the posters | only if it's a woman | it depends | yes but only on saturdays | my tasks
        i want introductions every month | who does the accounts? | somebody should water the greenhouse
        i have a question | my profile | sure, but next month""",
}
BY_OTHERS = {
    "yes": """
        Volontiers, je vous remercie | ouais carrément | bah oui pk pas
        Avec grand plaisir, cela me ferait du bien de voir du monde | grave | vas y | go | allez pourquoi pas
        ca marche pour moi | je veux bien si l'autre est d'accord | Oui, j'en serais ravie | nickel | ok pr moi
        je suis partante | chui chaud | ça me dit bien | j'aimerais beaucoup | Mais bien entendu ! | tu peux y aller
        vous pouvez lui donner mon nom | parfait, faites donc | That would be lovely, thank you | yeah go on then
        sure why not | I should be delighted | yh sure | im down | count me in | ok by me | I'd like that very much
        go for it | By all means | yes pls | sounds good to me | if they're happy to, so am I
        I could do with some company | why ever not | bet | ye alright | fine with me | I'm up for it | please do
        happy to | you can give them my name""",
    "no": """
        Je vous remercie mais je dois décliner | bof | pas trop envie là | nan c bon
        Non merci, je préfère rester tranquille | j'ai pas le temps en ce moment | une autre fois peut-être
        pas cette semaine, les enfants sont malades | trop crevée désolée | je passe mon tour | sans façon
        ça me tente pas | jsuis pas dispo
        Je suis trop timide pour ça | la flemme | pas interessé | je préférerais pas | plus tard
        c'est gentil mais non | ce n'est pas le bon moment pour moi | ça ira merci
        je ne me sens pas très bien ces temps-ci | I'm afraid I must decline | nah im good | not really my thing
        Thank you, but I would rather not | not atm | too knackered sorry | cba | count me out
        I've got my hands full with the kids | maybe some other time | I'll pass | I'm a bit too shy for that
        not keen tbh | no ta | It isn't a good moment for me | can't be bothered | I prefer to keep myself to myself
        swamped right now | leave it for now | not this week | I'm not looking to meet anybody | thats kind but no
        don't fancy it | sorry no time""",
    "how": """
        c'est qui ? | Puis-je savoir de qui il s'agit ? | il faut faire quoi exactement | ça m'engage à quoi ?
        pk moi | comment vous nous avez choisis ? | un homme ou une femme ? | elle habite où cette personne ?
        cmt ça marche | on se verrait où ? | Que saura-t-elle de moi ? | il ou elle a quel age
        vous allez lui donner mon numéro ? | c koi ce truc | qu'est-ce que je dois faire si je dis oui ?
        et si ça ne colle pas ? | who is it? | whos that | May I ask who this person is? | what would I have to do?
        why me | is it a man or a woman? | what do they like? | how did you pick us | where would we meet
        what does that involve exactly? | do they live near me? | what will you tell them about me?""",
    None: """
        oui mais pas avant la semaine prochaine |
       je ne souhaite pas rencontrer quelqu'un pour le moment | laisse tomber | sure but not before next week""",
}


def told(cases: dict[str | None, str]) -> list[tuple[str, str | None]]:
    return [(said.strip(), meant) for meant, listed in cases.items()
            for line in listed.splitlines() for said in line.split(" | ") if said.strip()]  # fmt: skip


def each_of(texts: str) -> list[str]:
    return [text for text, _ in told({None: texts})]


@pytest.mark.parametrize(("text", "meant"), told(MEETING) + told(BY_OTHERS))
def test_an_answer_to_an_introduction_is_heard(text: str, meant: str | None) -> None:
    assert meeting(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "no more introductions please",
        "arrête de me présenter des gens",
        "plus de mises en contact",
        "no more introductions",
        "stop introducing me",
        "je ne veux plus être mis en contact",
    ],
)
def test_no_more_introductions_is_a_wish_and_no_answer_to_one_of_them(text: str, intents: Intents) -> None:
    assert meeting(text) is None
    assert wants_out(text)
    assert intents.understand(text).intent == "meet_people"


@pytest.mark.parametrize("text", ["no thanks, no more", "non merci, plus rien", "no more"])
def test_no_more_of_anything_does_not_start_introductions(text: str, intents: Intents) -> None:
    assert intents.understand(text).intent != "meet_people"
