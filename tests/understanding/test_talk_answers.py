"""What people answer when they are asked whether they managed to talk."""

from __future__ import annotations

import pytest

from engagebot.understanding.talk_answers import talked

from .test_meeting_answers import told

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
BY_OTHERS = {
    "yes": """
        Oui, nous avons eu une conversation charmante | ouais on s'est capté | on s'est vus samedi
        Nous nous sommes rencontrés au marché | super moment ! | oui on a papoté une heure
        on a bu un café ensemble | il m'a appelé hier | je l'ai eue au téléphone | on s'écrit tous les jours
        trop sympa ce mec | c'était très agréable, merci | elle est adorable | nickel, on se revoit jeudi
        vite fait | un peu | on sest parlé par message | nous avons échangé quelques mots | oui on a discuter
        ça s'est bien passé | c'était cool | je suis allée chez lui voir son compost
        quelqu'un de charmant, merci de nous avoir présentés | on a bien rigolé | on a fait connaissance dimanche
        bonne rencontre | c fait | on s'est appelés 2 fois | on a sympathisé tout de suite
        on s'est croisés a la bibliothèque et on a causé | Yes, we had a marvellous afternoon | yeah we hung out
        we met up on saturday | lovely chat | had a good natter | he rang me last night
        I spoke to her on the phone | we text all the time now | hes so nice | It was most enjoyable, thank you
        what a delightful lady | great, seeing him again thursday | briefly | a little bit | weve been messaging
        We exchanged a few words | it went well | it was cool | went round to his to see the compost
        we got on like a house on fire | had a coffee together | good fun | done
        we bumped into each other at the library and talked | really enjoyed it | she came over for tea
        we clicked straight away | yep all good | had a laugh | got to know each other a bit""",
    "no": """
        il m'a mis un vent | elle m'a laissé en vu | il n'a jamais répondu | pas encore, désolé | toujours rien
        Je n'ai malheureusement pas eu de ses nouvelles | silence radio | pas eu le temps avec les petits
        j'ai pas osé | j'ai oublié de lui écrire | je lui ai écrit mais il répond pas | aucune nouvelle
        on a pas réussi à se joindre | on s'est loupés | il est pas venu | jlui ai pas parlé | ça s'est pas fait
        je dois encore l'appeler | pas vraiment | nan rien | Nous n'avons pas encore trouvé le temps
        j'attends toujours sa réponse | elle a annulé | nos agendas ne collent pas | que dalle
        personne ne m'a contacté | on doit se voir la semaine prochaine | ghosté | elle a pas donné suite
        jai laissé trainer | he ghosted me | left me on read | never heard back | not yet sorry | still nothing
        I'm afraid I have not heard from him | radio silence | havent had time with the kids | too shy to write
        forgot to text | I wrote but no reply | no news at all | we couldn't find a time
        we keep missing each other | he didnt show up | didnt talk to him | it didn't happen
        I still have to call her | not really | nah nothing | We have yet to find a moment
        still waiting for an answer | she cancelled | nope | nobody contacted me
        we're meeting next week | she blanked me | it came to nothing | been meaning to""",
}


@pytest.mark.parametrize(("text", "meant"), told(TALKED) + told(BY_OTHERS))
def test_whether_two_managed_to_talk_is_heard(text: str, meant: str | None) -> None:
    assert talked(text) == meant
