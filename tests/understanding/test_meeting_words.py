"""What people say of being introduced to others, and whom they would rather not meet."""

from __future__ import annotations

import pytest

from engagebot.understanding.block_words import RatherNot, rather_not
from engagebot.understanding.intents import Intents
from engagebot.understanding.meeting_words import MeetingWish, meeting_wish, rhythm, wants_out


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("toutes les deux semaines", "every_2_weeks"),
        ("une semaine sur deux", "every_2_weeks"),
        ("tous les quinze jours", "every_2_weeks"),
        ("every other week", "every_2_weeks"),
        ("once a fortnight", "every_2_weeks"),
        ("chaque semaine", "weekly"),
        ("toutes les semaines", "weekly"),
        ("toutes les semaine stp", "weekly"),
        ("weekly please", "weekly"),
        ("une fois par mois", "monthly"),
        ("tous les mois", "monthly"),
        ("once a month", "monthly"),
        ("pas toutes les semaines, une fois par mois", "monthly"),
        ("quand je demande", "on_request"),
        ("seulement sur demande", "on_request"),
        ("only when I ask", "on_request"),
        ("tous les trois mois", None),
        ("every day", None),
        ("oui", None),
        ("j'ai 20 minutes", None),
    ],
)
def test_how_often_is_heard(text: str, meant: str | None) -> None:
    assert rhythm(text) == meant


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("présente-moi des gens", MeetingWish()),
        ("I'd like to meet people", MeetingWish()),
        ("présente-moi quelqu'un maintenant", MeetingWish(now=True)),
        ("introduce me to someone", MeetingWish(now=True)),
        ("mises en contact toutes les deux semaines", MeetingWish(rhythm="every_2_weeks")),
        ("introductions every month", MeetingWish(rhythm="monthly")),
        ("mises en contact plus souvent", MeetingWish(often="more")),
        ("introductions less often please", MeetingWish(often="less")),
        ("à trois aussi", MeetingWish(trios=True)),
        ("pas à trois", MeetingWish(trios=False)),
        ("only one to one", MeetingWish(trios=False)),
        ("qu'est-ce que les autres voient de moi ?", MeetingWish(shown=True)),
        ("what do the others read about me?", MeetingWish(shown=True)),
        ("plus de mises en contact", MeetingWish(out=True)),
        ("arrête de me présenter des gens", MeetingWish(out=True)),
        ("je ne veux plus être mise en contact", MeetingWish(out=True)),
        ("no more introductions", MeetingWish(out=True)),
        ("please stop introducing me to people", MeetingWish(out=True)),
    ],
)
def test_what_is_said_of_introductions_is_heard(text: str, wish: MeetingWish) -> None:
    assert meeting_wish(text) == wish


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("je ne veux pas être mis en contact avec Bruno", RatherNot("Bruno")),
        ("pas avec Bruno", RatherNot("Bruno")),
        ("pas avec bruno", RatherNot("bruno")),
        ("jveux pas etre mis en contact avec bruno svp", RatherNot("bruno")),
        ("ne me présente plus Chloé", RatherNot("Chloé")),
        ("ne me mettez plus en relation avec mon voisin Paul", RatherNot("Paul")),
        ("je préfère ne pas rencontrer Jean-Pierre Martin", RatherNot("Jean-Pierre Martin")),
        ("I'd rather not meet Bruno", RatherNot("Bruno")),
        ("I would prefer not to meet Sam because he shouts", RatherNot("Sam")),
        ("don't introduce me to Bruno again", RatherNot("Bruno")),
        ("Bruno and I don't get on", RatherNot("Bruno")),
        ("pas avec Bruno ni Chloé", RatherNot("Bruno", others=("Chloé",))),
        ("everyone but Bruno, Sam and Priya please", RatherNot("Bruno", others=("Sam", "Priya"))),
        ("finalement je veux bien rencontrer Bruno", RatherNot("Bruno", back=True)),
        ("I don't mind meeting Bruno after all", RatherNot("Bruno", back=True)),
        ("débloque Bruno", RatherNot("Bruno", back=True)),
        ("ne bloque plus Bruno", RatherNot("Bruno", back=True)),
        ("il y a quelqu'un que je ne veux pas rencontrer", RatherNot("")),
        ("don't introduce me to him", RatherNot("")),
        ("tous les jours sauf Dimanche", None),
        ("tout sauf Paris", None),
        ("I don't want to meet on Sunday", None),
        ("je ne veux pas rencontrer de gens de Paris", None),
        ("je ne veux rencontrer personne", None),
        ("je voudrais rencontrer Bruno", None),
        ("no more introductions", None),
        ("pas cette fois", None),
        ("pas le mercredi, j'ai les petits", None),
        ("not to worry", None),
    ],
)
def test_whom_somebody_would_rather_not_meet_is_heard(text: str, meant: RatherNot | None) -> None:
    assert rather_not(text) == meant


@pytest.mark.parametrize(
    "text", ["pas avec Bruno", "mises en contact moins souvent", "n'arrête pas les rencontres", "non"]
)
def test_other_words_are_no_way_out(text: str) -> None:
    assert not wants_out(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("pourriez-vous me présenter d'autres membres", "meet_people"),
        ("rencontrer quelqu'un une semaine sur deux", "meet_people"),
        ("les autres lisent quoi de moi ?", "meet_people"),
        ("plus de mises en contact pour moi", "meet_people"),
        ("arrete de me presenter des gens", "meet_people"),
        ("introduce me to somebody with the same interests", "meet_people"),
        ("what do others get to read about me", "meet_people"),
        ("no more introductions", "meet_people"),
        ("je ne veux pas être mis en contact avec Olivier", "rather_not"),
        ("ne me présente plus Sylvie", "rather_not"),
        ("finalement je veux bien rencontrer Olivier", "rather_not"),
        ("I'd rather not meet Gordon", "rather_not"),
        ("don't introduce me to Gordon again", "rather_not"),
    ],
)
def test_introductions_are_wished_for_and_refused(intents: Intents, text: str, intent: str) -> None:
    assert intents.understand(text).intent == intent


@pytest.mark.parametrize(
    "text", ["thanks Bruno!", "merci Bruno !", "Bruno", "Bruno te répond : fin juin", "bonjour Chloé", "ask Samia"]
)
def test_a_name_alone_keeps_nobody_apart(intents: Intents, text: str) -> None:
    assert "rather_not" not in {intents.understand(text).intent, *intents.understand(text).ranked[:1]}
