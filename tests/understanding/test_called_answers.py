"""What people answer to a call for help, and organisers to a yes."""

from __future__ import annotations

import re

import pytest

from engagebot.understanding.called_answers import after_all, called, called_once, unsure
from engagebot.understanding.offer_answers import offered

CALLED = {
    "yes": """
        oui | ok je viens | je peux venir | je viens | avec plaisir | ça marche | ok | d'accord | I'm in
        count me in | I can come | yes but only in the morning | oui mais seulement le matin | compte sur moi
        je suis partante | présent | présente ! | je m'en occupe | pourquoi pas | sure | I'll be there | 👍 | oui oui
        okay pour samedi | je suis dispo | dispo | bien sûr | happy to help | je veux bien | yes please | j'en suis
        je serai là | oui je peux | volontiers | go | i can help | je vien | ok pour moi
        vous pouvez compter sur moi | je veux bien aider | i'd love to help | moi | partant | ouiii
        oui, c'est où ? | j'y serai | i'll come | ok i'll come | je peux y aller | j'arrive | je peux | i can""",
    "no": """
        non | désolé pas dispo | pas cette fois | je ne peux pas | désolée je peux pas | je travaille | I'm away
        not this time | sorry I can't | no thanks | je ne suis pas là samedi | pas dispo | une autre fois
        je suis en vacances | can't make it | I can't come | i'm busy | non merci | pas possible pour moi
        jpeux pas | pas le temps | je serai pas là | malheureusement non | nope | 👎 | trop loin pour moi
        finalement non | finalement je peux pas | ah non désolé | je passe mon tour | not available
        oui mais je peux pas samedi | pas pour moi cette fois | I have plans | je peux pas venir | sorry, not me
        actually I can't | en fait je peux pas | i won't be there | je suis malade | i'm not free | pas libre""",
    "never": """
        plus sur ce sujet | arrêtez avec ça | arrête avec ça | plus jamais | ne me demandez plus ça
        stop with these | no more about this | plus d'appels | plus d'appels sur ce sujet
        je ne veux plus d'appels comme ça | don't ask me about this again | ce sujet ne m'intéresse pas
        not interested in this topic | never again | nothing about this any more | ça ne m'intéresse plus
        stop asking me this | no more calls about this | ne me demande plus jamais ça | enlevez-moi de cette liste
        marre de ces appels | no more calls like this""",
    "None": """
        mes tâches | mon profil | pause | stop | aide | j'ai une question | c'est où ? | c'est quoi l'adresse ?
        à quelle heure ? | qui s'occupe de la compta ? | je sais faire des affiches | what is it about?
        j'ai 15 minutes | bonjour | merci | peut-être | je sais pas | maybe | on verra | efface-moi | annuler
        introductions | je veux rencontrer des gens | quoi de neuf ? | pause 2 semaines | arrête | fini
        I finished my task | je rends la tâche | quand est-ce que ça commence ? | je voudrais proposer une idée
        humain""",
}
OFFERED = {
    "soon": """
        ok | merci | ok merci | d'accord | je lui écris ce soir | je vais lui écrire | I'll write to them
        I will call her tomorrow | pas encore | not yet | je m'en occupe | will do | je l'appelle demain
        je lui écris | thanks! | super, merci | on it | demain | great | parfait merci | je la contacte
        i'm going to write to him""",
    "wrote": """
        👍 | je lui ai écrit | c'est fait | fait | I wrote to her | I've written to them | on est en contact | done
        je l'ai appelé | je viens de lui écrire | j'ai écrit à bruno | called him | je lui ai parlé | i messaged him
        i have written to them | ok c'est fait | réglé""",
    "enough": """
        on a trouvé | on a assez de monde | assez de monde | we have enough people | we found somebody
        c'est complet | plus besoin | remercie-la | no longer needed | on est au complet | trouvé | we're full
        thank them for me | on a déjà trouvé""",
    "other": """
        je peux pas | quelqu'un d'autre | somebody else | je suis en vacances | pas le temps
        passe à quelqu'un d'autre | I can't right now | laisse ça à l'équipe | someone else of us should do it
        i have no time""",
    "None": """
        mes tâches | pause | aide | j'ai une question | qui est-ce ? | bonjour | je veux lancer un appel
        annule l'appel | où en est l'appel ? | mon profil""",
}
AFTER_ALL = """
    finalement non | en fait je peux | je ne peux plus venir | j'ai changé d'avis | j'ai un empêchement | finalement oui
    actually I can't | not after all | I can't make it any more | something came up | I changed my mind
    I can no longer come | I can't come | je ne peux pas venir"""
UNSURE = """
    peut-être | je sais pas | je ne sais pas encore | on verra | je te dirai demain | ça dépend
    maybe | I don't know yet | I'm not sure | I'll let you know"""
NEITHER = "oui | non | je sais faire des affiches | mes tâches | bonjour | yes | my profile"


def said(words: str) -> list[str]:
    return [one.strip() for one in re.split(r"[|\n]", words) if one.strip()]


@pytest.mark.parametrize(("words", "meant"), [(one, meant) for meant in CALLED for one in said(CALLED[meant])])
def test_an_answer_to_a_call_is_understood(words, meant):
    assert str(called(words)) == meant
    assert str(called_once(words)) == ("no" if meant == "never" else meant)


@pytest.mark.parametrize(("words", "meant"), [(one, meant) for meant in OFFERED for one in said(OFFERED[meant])])
def test_what_an_organiser_says_to_a_yes_is_understood(words, meant):
    assert str(offered(words)) == meant


@pytest.mark.parametrize("words", said(AFTER_ALL))
def test_a_change_of_mind_says_so(words):
    assert after_all(words)


@pytest.mark.parametrize("words", said(UNSURE))
def test_who_does_not_know_yet_says_neither(words):
    assert unsure(words)


@pytest.mark.parametrize("words", said(NEITHER))
def test_other_words_are_neither(words):
    assert not after_all(words)
    assert not unsure(words)
