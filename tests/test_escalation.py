"""Who is asked a question, and when: each rung, each answer, night and days off; and whatever happens, it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagebot.domain.escalation import Asking, Question, Referent, Rules, Step, rungs, step, usual_delay
from engagebot.domain.waking import Calendar

PARIS = ZoneInfo("Europe/Paris")
HOLIDAYS = {date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 7, 14), date(2026, 11, 11)}
FRANCE = Calendar(PARIS, is_holiday=HOLIDAYS.__contains__)
RULES = Rules()
EVER = 400
"""More steps than any question can need."""


def at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=PARIS)


BRUNO = Referent("bruno", last_asked_at=at("2026-01-01T10:00"))
CHLOE = Referent("chloe", last_asked_at=at("2026-01-02T10:00"))
DORA = Referent("dora", last_asked_at=at("2026-01-03T10:00"))
EMIL = Referent("emil", apprentice=True)
"""Bruno was asked least recently, then Chloé, then Dora; Emil learns."""


@dataclass
class Ladder:
    """One question, and what is written down about it."""

    question: Question
    referents: list[Referent]
    asked: dict[str, Asking] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    """What was done, with the wall clock."""

    def look(self, now: datetime) -> Step:
        due = step(self.question, list(self.asked.values()), self.referents, now, FRANCE, RULES)
        clock = now.astimezone(PARIS).strftime("%a %d %H:%M")
        for did, people in (("release", due.release), ("ask", due.ask), ("nudge", due.nudge)):
            if people:
                self.said.append(f"{clock} {did} {', '.join(sorted(people))}")
        for person in due.ask:
            learns = any(one.apprentice for one in self.referents if one.person == person)
            self.asked[person] = Asking(person, now, "asked", learns)
        for person in due.nudge:
            self.asked[person] = replace(self.asked[person], state="nudged")
        for person in due.release:
            self.asked[person] = replace(self.asked[person], state="released")
        if due.organisers:
            self.said.append(f"{clock} organisers")
            self.question = replace(self.question, with_organisers=True)
        return due

    def play(self, start: datetime | None = None, until: datetime | None = None) -> list[str]:
        """Look whenever it says so, and tell what was done."""
        now = start or self.question.clock_at
        for _ in range(EVER):
            due = self.look(now)
            if due.next_at is None or (until and due.next_at > until):
                return self.said
            now = due.next_at
        raise AssertionError("it never ends")

    def becomes(self, person: str, state: str) -> None:
        self.asked[person] = replace(self.asked[person], state=state)  # type: ignore[arg-type]


def ladder(*referents: Referent, asked: str = "2026-03-02T10:00", newcomer: bool = False, asker: str = "ada") -> Ladder:
    """Asked on a Monday at ten."""
    return Ladder(Question(at(asked), newcomer, asker), list(referents))


# ------------------------------------------------------------------------------------------------------------- rungs
def test_one_is_asked_then_nudged_then_the_next_then_all_then_the_organisers():
    assert ladder(DORA, CHLOE, BRUNO, Referent("fanny", last_asked_at=at("2026-02-01T10:00"))).play() == [
        "Mon 02 10:00 ask bruno",
        "Tue 03 10:00 nudge bruno",
        "Wed 04 09:00 release bruno",  # +36 h is at ten in the evening
        "Wed 04 09:00 ask chloe",
        "Thu 05 10:00 ask dora, fanny",
        "Sat 07 10:00 organisers",
    ]


def test_for_a_newcomer_it_goes_twice_as_fast():
    assert ladder(BRUNO, CHLOE, DORA, asked="2026-03-02T09:00", newcomer=True).play() == [
        "Mon 02 09:00 ask bruno",
        "Tue 03 09:00 release bruno",  # the nudge is due at 21:00: both rungs in the morning, one message
        "Tue 03 09:00 ask chloe",
        "Wed 04 09:00 ask dora",
        "Thu 05 09:00 organisers",
    ]


def test_who_is_alone_keeps_the_question_and_is_nudged_once():
    it = ladder(BRUNO)
    assert it.play(until=at("2026-03-03T20:00")) == ["Mon 02 10:00 ask bruno", "Tue 03 10:00 nudge bruno"]
    assert it.look(at("2026-03-04T09:00")) == Step(next_at=at("2026-03-05T10:00"))
    assert it.play(at("2026-03-05T10:00"))[2:] == ["Sat 07 10:00 organisers"]


def test_an_apprentice_is_asked_first_and_the_referent_is_the_safety_net():
    assert ladder(BRUNO, CHLOE, EMIL).play() == [
        "Mon 02 10:00 ask emil",
        "Tue 03 09:00 ask bruno",
        "Tue 03 10:00 nudge bruno",
        "Wed 04 09:00 release bruno",
        "Wed 04 09:00 ask chloe",
        "Sat 07 10:00 organisers",
    ]


def test_when_the_apprentice_says_no_the_referent_is_asked_at_once():
    it = ladder(BRUNO, EMIL)
    it.look(at("2026-03-02T10:00"))
    it.becomes("emil", "declined")
    it.look(at("2026-03-02T11:00"))
    assert it.said == ["Mon 02 10:00 ask emil", "Mon 02 11:00 ask bruno"]


def test_until_then_the_apprentice_has_it_to_themselves():
    it = ladder(BRUNO, EMIL)
    it.look(at("2026-03-02T10:00"))
    assert it.look(at("2026-03-02T15:00")) == Step(next_at=at("2026-03-03T09:00"))


def test_when_the_apprentice_says_no_another_apprentice_is_not_asked_instead():
    it = ladder(BRUNO, EMIL, replace(EMIL, person="flora", last_asked_at=at("2026-01-01T10:00")))
    it.look(at("2026-03-02T10:00"))
    it.becomes("emil", "declined")
    assert it.look(at("2026-03-02T11:00")).ask == ("bruno",)


def test_while_only_an_apprentice_has_it_one_looks_again_for_a_referent_who_comes_free():
    it = ladder(replace(BRUNO, away=True), EMIL)
    it.look(at("2026-03-02T10:00"))
    assert it.look(at("2026-03-03T11:00")) == Step(next_at=at("2026-03-03T15:00"))
    it.referents = [BRUNO, EMIL]
    assert it.look(at("2026-03-03T15:00")).ask == ("bruno",)


def test_no_referent_is_released_for_an_apprentice():
    it = ladder(BRUNO, replace(CHLOE, away=True), replace(EMIL, away=True))
    it.play(until=at("2026-03-05T09:00"))
    it.referents = [BRUNO, replace(CHLOE, away=True), EMIL]
    it.look(at("2026-03-05T10:00"))
    it.referents = [BRUNO, CHLOE, EMIL]
    assert it.play(at("2026-03-05T14:00"))[2:] == [
        "Thu 05 10:00 ask emil",
        "Thu 05 14:00 release bruno",
        "Thu 05 14:00 ask chloe",
        "Sat 07 10:00 organisers",
    ]


def test_an_apprentice_is_asked_later_when_there_is_nobody_else():
    it = ladder(BRUNO, replace(CHLOE, away=True), replace(EMIL, away=True))
    it.look(at("2026-03-02T10:00"))
    it.becomes("bruno", "declined")
    it.referents = [BRUNO, replace(CHLOE, away=True), EMIL]
    assert it.look(at("2026-03-03T14:00")).ask == ("emil",)


def test_looking_out_of_turn_changes_nothing():
    it = ladder(BRUNO, CHLOE, DORA)
    for when in ("02T10:00", "02T10:00", "02T15:00", "03T10:00", "03T15:00", "04T09:00", "04T15:00"):
        it.look(at(f"2026-03-{when}"))
    assert it.said == [
        "Mon 02 10:00 ask bruno",
        "Tue 03 10:00 nudge bruno",
        "Wed 04 09:00 release bruno",
        "Wed 04 09:00 ask chloe",
    ]


def test_after_the_organisers_nobody_is_asked_any_more():
    it = ladder(BRUNO)
    it.play()
    it.referents.append(CHLOE)
    assert it.look(at("2026-03-09T10:00")) == Step()


# ----------------------------------------------------------------------------------------------------------- answers
@pytest.mark.parametrize("state", ["declined", "handed_over"])
def test_after_a_no_the_next_is_asked_at_once_and_the_clock_is_not_reset(state):
    it = ladder(BRUNO, CHLOE, DORA)
    it.look(at("2026-03-02T10:00"))
    it.becomes("bruno", state)
    assert it.play(at("2026-03-02T15:00")) == [
        "Mon 02 10:00 ask bruno",
        "Mon 02 15:00 ask chloe",
        "Tue 03 10:00 nudge chloe",
        "Wed 04 09:00 release chloe",
        "Wed 04 09:00 ask dora",
        "Sat 07 10:00 organisers",
    ]


def test_who_got_it_after_the_nudge_is_not_nudged_and_keeps_it_when_the_next_is_asked():
    it = ladder(BRUNO, CHLOE, DORA)
    it.play(until=at("2026-03-03T12:00"))
    it.becomes("bruno", "declined")
    assert it.play(at("2026-03-03T20:00"))[2:] == [
        "Tue 03 20:00 ask chloe",
        "Wed 04 09:00 ask dora",
        "Sat 07 10:00 organisers",
    ]


def test_a_no_while_somebody_else_has_the_question_asks_nobody_new():
    it = ladder(BRUNO, CHLOE, DORA, Referent("fanny", away=True))
    it.play(until=at("2026-03-05T12:00"))
    it.becomes("chloe", "declined")
    assert it.look(at("2026-03-05T13:00")).ask == ()


def test_a_no_at_night_waits_for_the_morning():
    it = ladder(BRUNO, CHLOE)
    it.look(at("2026-03-02T10:00"))
    it.becomes("bruno", "declined")
    assert it.look(at("2026-03-02T22:00")) == Step(next_at=at("2026-03-03T09:00"))
    assert it.look(at("2026-03-03T09:00")).ask == ("chloe",)


def test_somebody_whom_a_referent_named_has_the_question_like_a_referent():
    it = ladder(BRUNO, CHLOE)
    it.look(at("2026-03-02T10:00"))
    it.becomes("bruno", "declined")
    it.asked["gil"] = Asking("gil", at("2026-03-02T11:00"), "asked")
    assert it.play(at("2026-03-02T11:00"))[1:] == [
        "Tue 03 10:00 nudge gil",
        "Wed 04 09:00 release gil",
        "Wed 04 09:00 ask chloe",
        "Sat 07 10:00 organisers",
    ]


def test_when_everybody_has_said_no_the_organisers_are_told_at_once():
    it = ladder(BRUNO, CHLOE, asker="chloe")
    it.look(at("2026-03-02T10:00"))
    it.becomes("bruno", "declined")
    assert it.look(at("2026-03-02T11:00")) == Step(organisers=True)


# --------------------------------------------------------------------------------------------------------- who is free
@pytest.mark.parametrize("referents", [[], [BRUNO]])
def test_a_topic_without_any_referent_but_the_asker_goes_to_the_organisers_at_once(referents):
    assert ladder(*referents, asker="bruno").play() == ["Mon 02 10:00 organisers"]


def test_at_night_even_the_organisers_are_left_in_peace():
    assert ladder(asked="2026-03-02T23:00").play() == ["Tue 03 09:00 organisers"]


def test_who_is_away_or_has_enough_or_asks_is_passed_over():
    busy, away = replace(BRUNO, open=3), replace(CHLOE, away=True)
    assert ladder(busy, away, DORA, Referent("ada")).play() == [
        "Mon 02 10:00 ask dora",
        "Tue 03 10:00 nudge dora",
        "Sat 07 10:00 organisers",
    ]


def test_when_nobody_is_free_one_looks_again_every_four_hours_and_asks_who_comes_free():
    it = ladder(replace(BRUNO, open=3))
    assert it.look(at("2026-03-02T10:00")) == Step(next_at=at("2026-03-02T14:00"))
    assert it.look(at("2026-03-02T18:00")) == Step(next_at=at("2026-03-03T09:00"))
    it.referents = [BRUNO]
    assert it.look(at("2026-03-03T09:00")).ask == ("bruno",)


def test_the_first_is_released_only_when_a_next_one_comes_free():
    it = ladder(BRUNO, replace(CHLOE, away=True))
    it.play(until=at("2026-03-03T20:00"))
    assert it.look(at("2026-03-04T09:00")) == Step(next_at=at("2026-03-04T13:00"))
    it.referents = [BRUNO, CHLOE]
    assert it.play(at("2026-03-04T17:00")) == [
        "Mon 02 10:00 ask bruno",
        "Tue 03 10:00 nudge bruno",
        "Wed 04 17:00 release bruno",
        "Wed 04 17:00 ask chloe",
        "Sat 07 10:00 organisers",
    ]


def test_who_is_away_for_a_while_is_not_nudged():
    it = ladder(BRUNO)
    it.look(at("2026-03-02T10:00"))
    it.referents = [replace(BRUNO, away=True)]
    assert it.play(at("2026-03-03T10:00")) == ["Mon 02 10:00 ask bruno", "Sat 07 10:00 organisers"]


def test_never_asked_goes_first_and_equals_are_spread_over_questions_the_same_way_each_time():
    assert ladder(BRUNO, Referent("zoe")).play()[0] == "Mon 02 10:00 ask zoe"
    new = [Referent(name) for name in ("ines", "jo", "kim")]

    def first(minute: int, order: Sequence[Referent]) -> str:
        question = Question(at(f"2026-03-02T10:{minute:02}"), False, "ada")
        return step(question, [], order, question.clock_at, FRANCE, RULES).ask[0]

    firsts = [first(minute, new) for minute in range(60)]
    assert firsts == [first(minute, new[::-1]) for minute in range(60)]
    assert set(firsts) == {"ines", "jo", "kim"} and max(Counter(firsts).values()) < 40


# ------------------------------------------------------------------------------------------ nights, days off, outages
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        # on Saturday: the clock stands still on Sunday, and Monday brings the nudge only
        ("2026-03-07T10:00", ["Sat 07 10:00", "Mon 09 10:00", "Tue 10 09:00", "Wed 11 10:00", "Fri 13 10:00"]),
        ("2026-03-08T12:00", ["Mon 09 09:00", "Tue 10 09:00", "Tue 10 12:00", "Thu 12 09:00", "Sat 14 09:00"]),
        ("2026-03-02T23:00", ["Tue 03 09:00", "Wed 04 09:00", "Wed 04 11:00", "Fri 06 09:00", "Mon 09 09:00"]),
        # over 14 July, a Tuesday
        ("2026-07-13T10:00", ["Mon 13 10:00", "Wed 15 10:00", "Thu 16 09:00", "Fri 17 10:00", "Mon 20 10:00"]),
        # over the beginning and the end of summer time: a question of a Friday
        ("2026-03-27T10:00", ["Fri 27 10:00", "Sat 28 10:00", "Mon 30 09:00", "Tue 31 10:00", "Thu 02 10:00"]),
        ("2026-10-23T10:00", ["Fri 23 10:00", "Sat 24 10:00", "Mon 26 09:00", "Tue 27 10:00", "Thu 29 10:00"]),
    ],
)
def test_nobody_is_disturbed_at_night_or_on_a_day_off_and_those_days_do_not_count(asked, said):
    told = ladder(BRUNO, CHLOE, DORA, asked=asked).play()
    assert list(dict.fromkeys(line[:12] for line in told)) == said


def test_after_an_outage_missed_rungs_are_taken_together_with_one_message_each():
    it = ladder(BRUNO, CHLOE, DORA)
    it.look(at("2026-03-02T10:00"))
    assert it.play(at("2026-03-05T15:00")) == [
        "Mon 02 10:00 ask bruno",
        "Thu 05 15:00 release bruno",
        "Thu 05 15:00 ask chloe, dora",
        "Sat 07 10:00 organisers",
    ]


def test_after_an_outage_from_the_beginning_one_referent_is_asked_not_the_apprentice():
    assert ladder(BRUNO, CHLOE, EMIL).play(at("2026-03-04T15:00"), at("2026-03-04T23:00")) == ["Wed 04 15:00 ask bruno"]


def test_after_an_outage_of_a_week_only_the_organisers_are_told():
    it = ladder(BRUNO, CHLOE)
    it.look(at("2026-03-02T10:00"))
    assert it.play(at("2026-03-11T10:00")) == ["Mon 02 10:00 ask bruno", "Wed 11 10:00 organisers"]


# ------------------------------------------------------------------------------------------------------- usual delay
def test_the_usual_delay_is_the_median_of_three_answers_or_more():
    hours = [[], [5, 1], [9, 1, 5], [1, 2, 4, 40]]
    assert [usual_delay([timedelta(hours=h) for h in some]) for some in hours] == [
        None,
        None,
        timedelta(hours=5),
        timedelta(hours=3),
    ]


# --------------------------------------------------------------------------------------------- whatever may happen
MINUTES = st.integers(0, 12 * 24 * 60)
HAPPENINGS = st.tuples(
    MINUTES,
    st.sampled_from(["away", "away", "pauses", "back", "back", "declines", "declines", "answers", "drops", "looks"]),
    st.integers(0, 5),
    st.integers(0, 3),
)
"""When, what, which referent, which question."""
PEOPLE = st.lists(
    st.tuples(st.booleans(), st.integers(1, 3), st.booleans(), st.none() | MINUTES), min_size=0, max_size=6
)
"""Apprentice, cap, away at the beginning, last asked so long before."""
QUESTIONS = st.lists(st.tuples(MINUTES, st.booleans(), st.integers(-2, 5)), min_size=1, max_size=4)
"""When, by a newcomer, by which of the referents (below zero: by somebody else)."""
OUTAGES = st.lists(st.tuples(MINUTES, st.integers(1, 6 * 24 * 60)), max_size=2)
BEGIN = datetime(2026, 4, 29, 6, 0, tzinfo=UTC)
"""Before three public holidays."""


class Town:
    """Referents who come and go, and questions that share them. It applies each step, and checks it."""

    def __init__(self, people, questions, outages) -> None:
        self.people = {
            f"r{n}": Referent(f"r{n}", learns, 0, cap, None if ago is None else BEGIN - timedelta(minutes=ago), away)
            for n, (learns, cap, away, ago) in enumerate(people)
        }
        self.outages = [(BEGIN + timedelta(minutes=m), BEGIN + timedelta(minutes=m + long)) for m, long in outages]
        self.questions = [
            Ladder(Question(BEGIN + timedelta(minutes=m), newcomer, f"r{who}" if who >= 0 else "ada"), [])
            for m, newcomer, who in questions
        ]
        self.next_at: dict[int, datetime | None] = {n: it.question.clock_at for n, it in enumerate(self.questions)}
        self.ended: dict[int, str] = {}
        self.nudged: set[tuple[int, str]] = set()

    def up(self, when: datetime) -> datetime:
        """The bot does at the end of an outage what came in during it."""
        for down, back in sorted(self.outages):
            if down <= when < back:
                when = back
        return when

    def referents(self) -> list[Referent]:
        held = Counter(
            asking.person
            for n, it in enumerate(self.questions)
            if n not in self.ended
            for asking in it.asked.values()
            if asking.state in ("asked", "nudged")
        )
        return [replace(one, open=held[one.person]) for one in self.people.values()]

    def look(self, n: int, now: datetime) -> None:
        it = self.questions[n]
        it.referents = self.referents()
        before, asked = {one.person: one for one in it.referents}, dict(it.asked)
        has_it = {who for who, asking in asked.items() if asking.state in ("asked", "nudged")}
        due = rungs(it.question, FRANCE, RULES)
        did = it.look(now)
        named = (*did.ask, *did.nudge, *did.release)

        assert len(named) == len(set(named)), "two messages for one person"
        local = now.astimezone(PARIS)
        awake = 9 <= local.hour < 21 and local.weekday() != 6 and local.date() not in HOLIDAYS
        assert awake or not (named or did.organisers), "somebody is disturbed at night or on a day off"
        for person in did.ask:
            assert person not in asked, "asked twice"
            assert person != it.question.asker, "asked their own question"
            assert before[person].open < before[person].cap, "above the cap"
            assert not before[person].away, "asked while away"
            self.people[person] = replace(self.people[person], last_asked_at=now)
        for person in did.nudge:
            assert (n, person) not in self.nudged and asked[person].state == "asked", "nudged twice"
            assert now >= due.nudge and not before[person].away, "nudged too early, or while away"
            self.nudged.add((n, person))
        referents = [who for who in did.ask if not before[who].apprentice]
        assert set(did.release) <= has_it and (referents or not did.release), "released for nothing"
        left = [one for one in before.values() if one.person not in asked and one.person != it.question.asker]
        if did.organisers:
            delay = RULES.organisers * (RULES.newcomer_part if it.question.newcomer else 1)
            assert now >= it.question.clock_at + delay or not (left or has_it), "organisers too early"
            assert did.next_at is None and not named
            self.ended[n] = "organisers"
        else:
            assert did.next_at is not None and did.next_at > now, "it does not go on"
            holders = {who for who, asking in it.asked.items() if asking.state in ("asked", "nudged")}
            free = [one for one in left if not one.away and one.open < one.cap]
            assert holders or not free or not awake, "nobody is asked although somebody could be"
            again = FRANCE.next_awake(now + RULES.recheck)
            assert holders or not left or did.next_at <= again, "who comes free would not be asked"
            assert now < due.rest or not awake or len(did.ask) == len(free), "not all, after three days"
            assert now >= due.rest or len(did.ask) <= 1, "several at once before three days"
            had = [who for who in has_it if not asked[who].apprentice]
            assert now >= due.next or not (referents and had), "a second referent before the rung of the next"
            assert now >= due.rest or len([*referents, *had]) - len(did.release) <= 2, "three at once"
            assert now >= due.referent or not has_it or not referents, "the apprentice does not have it alone"
        self.next_at[n] = did.next_at

    def happens(self, now: datetime, what: str, who: str, n: int) -> None:
        it = self.questions[n]
        if what in ("away", "pauses", "back") and who in self.people:
            self.people[who] = replace(self.people[who], away=what != "back")
        if what == "pauses":  # hands over at once what they have
            for m, other in enumerate(self.questions):
                if m not in self.ended and who in other.asked and other.asked[who].state in ("asked", "nudged"):
                    other.becomes(who, "handed_over")
                    self.look(m, now)
        if n in self.ended or now < it.question.clock_at:
            return
        has_it = who in it.asked and it.asked[who].state in ("asked", "nudged")
        match what:
            case "declines" if has_it:
                it.becomes(who, "declined")
                self.look(n, now)
            case "answers" if who in it.asked:
                self.ended[n] = "answered"
            case "drops":
                self.ended[n] = "dropped by the asker"
            case "looks":  # out of turn, as after an edit or a restart
                self.look(n, now)

    def live(self, happenings) -> None:
        """Until all questions have ended; what happens and what is due, in the order of time."""
        coming = sorted(
            (self.up(BEGIN + timedelta(minutes=m)), i, what, f"r{who}", n % len(self.questions))
            for i, (m, what, who, n) in enumerate(happenings)
        )
        for _ in range(EVER * len(self.questions) + len(coming)):
            waiting = [(self.up(due), n) for n, due in self.next_at.items() if n not in self.ended and due]
            if not waiting:
                return
            now, n = min(waiting)
            if coming and coming[0][0] <= now:
                when, _, what, who, m = coming.pop(0)
                self.happens(when, what, who, m)
            else:
                self.look(n, now)
        raise AssertionError("it never ends")


@settings(max_examples=150, deadline=None)
@given(PEOPLE, QUESTIONS, OUTAGES, st.lists(HAPPENINGS, max_size=40))
def test_every_question_ends_and_nobody_is_asked_twice_above_their_cap_or_at_night(
    people, questions, outages, happenings
):
    town = Town(people, questions, outages)
    town.live(happenings)
    assert set(town.ended) == set(range(len(questions)))
