"""What people answer when they are asked whether to be introduced, and whether two of them managed to talk."""

from __future__ import annotations

import pytest

from engagebot.understanding.intents import Intents
from engagebot.understanding.meeting_answers import meeting
from engagebot.understanding.meeting_words import wants_out
from engagebot.understanding.talk_answers import talked

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
TALKED = {
    "yes": """
        oui | oui, super échange | on s'est vus hier | oui on s'est parlé | on a bu un café | oui deux fois
        on a discuté au téléphone | oui, c'était très sympa | ouais | on s'est appelés | on c'est vu hier
        nous avons discuté longuement | oui, merci, une belle rencontre | on a échangé quelques messages
        on a papoté | oui brièvement | oui, elle est adorable | on s'est écrit | c'est fait | un peu
        oui on s'est rencontrés au marché | oui oui | 👍 | très bon moment | par téléphone | on a pris un thé
        nous nous sommes rencontrés dimanche | jlai appelé
        we had a coffee | yes, twice | yes | we did | yes we did | we met yesterday | we talked on the phone
        we've met | we spoke last week | yes, lovely person | it was great | we had a nice chat | yep
        we met up on Sunday, it was lovely | yeah we chatted | briefly | a bit | once | had a cuppa together
        yes thank you, we had a long talk | we've exchanged messages, yes | we went for a walk | we have
        i called her | sure did | we met for lunch | yes, he is very nice""",
    "no": """
        pas encore | pas eu le temps | elle n'a pas répondu | on n'a pas réussi à se voir | non | non pas encore
        il ne m'a pas répondu | pas de réponse | toujours pas | je n'ai pas eu le temps | on ne s'est pas parlé
        aucune nouvelle | j'ai complètement oublié de l'appeler | pas vraiment | on n'a pas pu se voir | pa encore | nn
        jamais | j'attends sa réponse | personne n'a répondu | non, on n'a pas trouvé de moment | rien
        pas eu l'occasion
        on se voit jeudi | elle a pas repondu | 👎
        not yet | no answer from him | we never did | no | she never replied | we didn't manage to | nope
        we haven't had time | no time | still waiting for her answer | i forgot to call him | not really | no reply
        he didn't answer | nobody answered | we couldn't find a time | haven't heard from them | no not yet
        we're meeting on Thursday | didnt happen | i didn't get round to it | not so far | no luck yet
        we haven't spoken yet""",
    None: """
        j'ai 20 minutes | aide | pause | annuler | je sais cuisiner | mes tâches | je prends les affiches
        je voudrais une tâche | c'est quand la réunion ? | merci | bonjour | j'ai une question | je ne sais pas
        plus de mises en contact | pas avec Bruno | supprime mes données | mon profil | peut-être | stop
        je suis disponible le samedi | parler à qui ? | de quoi ? | j'ai une idée de tâche | il pleut
        je voudrais parler à un humain
        i've got an hour | help | cancel | i can bake bread | my tasks | i'll take the posters | thanks | hello
        when is the meeting? | i have a question | i don't know | no more introductions | my profile | maybe
        don't introduce me to Bruno | delete my data | with whom? | i'm available on Saturdays | talk to who?
        show me my data | i want to talk to a human | somebody should water the greenhouse | what is this?
        stop""",
}


def told(cases: dict[str | None, str]) -> list[tuple[str, str | None]]:
    return [(said.strip(), meant) for meant, listed in cases.items()
            for line in listed.splitlines() for said in line.split(" | ") if said.strip()]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), told(MEETING))
def test_an_answer_to_an_introduction_is_heard(text: str, meant: str | None) -> None:
    assert meeting(text) == meant


@pytest.mark.parametrize(("text", "meant"), told(TALKED))
def test_whether_two_managed_to_talk_is_heard(text: str, meant: str | None) -> None:
    assert talked(text) == meant


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
