"""Being left in peace: what stands afterwards in the database, who is passed over meanwhile, and what comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engagebot.config import Settings
from engagebot.domain.gate import Hold, Wishes
from engagebot.script import Stage
from engagebot.store import calls, conversations, introductions, outbox, people, profile, proposals, questions, quiet
from engagebot.store import rounds as pairs
from engagebot.store.questions import Reach

ADA, BOB, CARLA = "@ada:console", "@bob:console", "@carla:console"
DAY = timedelta(days=1)
PARIS_MIDNIGHT = datetime(2026, 3, 15, 23, tzinfo=UTC)
"""The beginning of 16 March in Paris."""


@pytest.fixture
async def stage():
    opened = await Stage.open(Settings(_env_file=None))
    for line in (
        "@ association: topics=jardin; interests=compost",
        "@ referent: ada; topics=jardin; newcomer=no; interests=compost; introductions=weekly; welcomes=yes",
        "@ person: bob; onboarded=yes",
        "@ task: Coller des affiches; minutes=20",
    ):
        await opened.play(line)
    yield opened
    await opened.close()


async def says(stage: Stage, *texts: str, who: str = "ada") -> list[str]:
    said: list[str] = []
    for text in texts:
        said = await stage.play(f"{who}> {text}")
    return said


async def held_back(stage: Stage, key: str, reason: str, until: datetime, about: str = "tasks") -> None:
    async with stage.store.transaction() as tx:
        await outbox.queue(
            tx, key=key, op="say", content={"body": key}, at=stage.now, caused_by="$1", person=ADA, about=about,
            lane=outbox.TIMER, purpose="contact", not_before=stage.now,
        )  # fmt: skip
        await quiet.hold(tx, key, ADA, Hold(reason, until), stage.now, None)  # type: ignore[arg-type]


async def state(stage: Stage) -> tuple[datetime | None, Wishes, str | None, datetime | None]:
    """(paused until, wishes, rhythm of the digest, when it is due)"""
    async with stage.store.transaction() as tx:
        person = await people.find(tx, ADA)
        assert person
        mine = await quiet.digests_of(tx, ADA)
        return person.paused_until, await quiet.wishes(tx, ADA, stage.now), mine.rhythm, mine.due_at


async def passed_over(stage: Stage) -> dict[str, bool]:
    """Where Ada is looked for, whether she counts as away."""
    async with stage.store.transaction() as tx:
        at, reach = stage.now, Reach(stage.now, 1, 3, 3)
        asked = {one.person: one.away for one in await questions.referents(tx, "jardin", at, 3, reach)}
        row = await pairs.member_row(tx, ADA, at)
        page = await pairs.everybody(tx, "", 10, at)
        assert row and [one.paused for one in page if one.meets.person == ADA] == [row.paused]
        welcoming = [one for one, *_ in await introductions.welcomers(tx, at, at - 30 * DAY)]
        called = await calls.unusual(tx, "fr", 3, None, at)
        return {
            "questions": asked[ADA],
            "introductions": row.paused,
            "welcomes": ADA not in welcoming,
            "calls": called.get(ADA, ("fr", 0))[1] == 1,
            "proposals": ADA not in await proposals.askable(tx, BOB, at, 9),
        }


HERE = dict.fromkeys(("questions", "introductions", "welcomes", "calls", "proposals"), False)


async def test_a_pause_is_until_the_beginning_of_its_day_and_a_digest_is_due_when_it_is_over(stage):
    await says(stage, "pause 2 semaines")
    until, _, _, due = await state(stage)
    assert (until, due) == (PARIS_MIDNIGHT, PARIS_MIDNIGHT + timedelta(hours=8))
    assert await passed_over(stage) == dict.fromkeys(HERE, True)


async def test_a_pause_without_an_end_is_as_long_as_the_settings_say(stage):
    stage.settings = Settings(_env_file=None, pause_days=14)
    stage.build(stage.house.association)
    await says(stage, "pause")
    assert (await state(stage))[0] == PARIS_MIDNIGHT


@pytest.mark.parametrize(("text", "about"), [
    ("plus de questions", ("questions",)),
    ("plus de présentations jusqu'au 1er juin", ("introductions", "welcomes")),
    ("pas d'appels pendant un mois", ("calls",)),
    ("stop aux propositions", ("proposals",)),
    ("seulement les tâches", tuple(HERE)),
])  # fmt: skip
async def test_who_wants_nothing_about_something_is_passed_over_for_that_alone(stage, text, about):
    assert await passed_over(stage) == HERE
    await says(stage, text)
    assert await passed_over(stage) == {**HERE, **dict.fromkeys(about, True)}
    await says(stage, "annuler")
    assert await passed_over(stage) == HERE


async def test_what_ends_by_itself_needs_no_word(stage):
    await says(stage, "plus de questions ni d'appels pendant deux semaines")
    stage.now = PARIS_MIDNIGHT
    assert await passed_over(stage) == HERE


async def test_a_wish_to_be_quiet_is_no_withdrawal(stage):
    async with stage.store.transaction() as tx:
        before = await profile.consents(tx, ADA)
    await says(stage, "pause", "plus de questions", "seulement les tâches", "plus de présentations jusqu'en juin")
    async with stage.store.transaction() as tx:
        assert await profile.consents(tx, ADA) == before


async def test_undoing_brings_back_all_that_was_there_and_nothing_that_was_not(stage):
    await says(stage, "pas d'appels jusqu'en septembre", "un récap par mois", "ne m'écris pas avant 18h", "pause")
    before = await state(stage)
    for text in ("pause 2 semaines", "encore 2 semaines", "comme avant", "pas de récap", "plus de questions",
                 "de nouveau des appels", "reprendre", "pas plus d'un message par semaine"):  # fmt: skip
        await says(stage, text)
        assert await state(stage) != before, text
        await says(stage, "annuler")
        assert await state(stage) == before, text


async def test_a_longer_pause_begins_where_the_one_before_ends(stage):
    await says(stage, "pause 2 semaines", "encore une semaine")
    assert (await state(stage))[0] == PARIS_MIDNIGHT + 7 * DAY
    await says(stage, "prolonge la pause jusqu'au 16 mars")
    assert (await state(stage))[0] == PARIS_MIDNIGHT


async def test_who_is_not_paused_and_wants_two_weeks_more_has_them_from_now(stage):
    await says(stage, "encore 2 semaines")
    assert (await state(stage))[0] == PARIS_MIDNIGHT


async def test_coming_back_early_one_is_told_what_was_held_back_and_what_no_list_tells_comes_by_itself(stage):
    await says(stage, "pause 2 semaines")
    await held_back(stage, "one", "paused", PARIS_MIDNIGHT)
    await held_back(stage, "two", "paused", PARIS_MIDNIGHT, about="profile")
    said = await says(stage, "reprendre")
    assert ("  • one" in said, "  two" in said) == (True, True)
    async with stage.store.transaction() as tx:
        assert [await outbox.state(tx, key) for key in ("one", "two")] == ["sent", "sent"]


async def test_what_waits_for_a_digest_is_due_with_the_next_one_in_the_rhythm_that_they_choose(stage):
    await says(stage, "pas plus d'un message par semaine")
    await stage.play("@ sent: ada; n=1")
    await held_back(stage, "one", "week_budget", stage.now + 5 * DAY)
    due = []
    for rhythm in ("par jour", "par semaine", "par mois"):
        await says(stage, f"un récap {rhythm}")
        due.append((await state(stage))[3])
    seven = datetime(2026, 3, 3, 7, tzinfo=UTC)  # eight o'clock in Paris, a Tuesday, the first of the month
    assert due == [seven] * 3
    await says(stage, "pas de récap")
    assert (await state(stage))[3] is None


async def test_nothing_is_due_where_nothing_waits(stage):
    await says(stage, "un récap par jour")
    assert (await state(stage))[2:] == ("daily", None)


async def test_hours_add_up_and_never_go_beyond_those_of_the_association(stage):
    await says(stage, "ne m'écris pas avant 18 h", "ne m'écris pas le lundi", "ne m'écris jamais le mardi")
    assert (await state(stage))[1] == Wishes(from_hour=18, days=frozenset({2, 3, 4, 5}))
    await says(stage, "écris-moi après 7 h", "pas plus de 9 messages par jour")
    assert (await state(stage))[1] == Wishes(days=frozenset({2, 3, 4, 5}))
    await says(stage, "ne m'écris pas avant 23h", "pause")
    assert (await state(stage))[1] == Wishes(days=frozenset({2, 3, 4, 5}))


async def test_nobody_asks_how_a_task_goes_whose_owner_wants_to_hear_nothing_of_tasks(stage):
    await says(stage, "je prends coller des affiches", "1", "non", "plus aucune tâche")
    assert await stage.play("~ 60 days") == []
    async with stage.store.transaction() as tx:
        timer = await conversations.next_timer(tx)
    assert timer and timer <= stage.now + 30 * DAY
    await says(stage, "de nouveau des tâches")
    assert [line for line in await stage.play("~ 40 days") if "Coller des affiches" in line]


async def test_questions_again_ends_a_rest_that_was_chosen_among_ones_topics(stage):
    await says(stage, "mes sujets", "1")
    assert (await passed_over(stage))["questions"]
    await says(stage, "de nouveau des questions")
    assert not (await passed_over(stage))["questions"]
    await says(stage, "plus de questions", "mes sujets", "2")
    assert not (await passed_over(stage))["questions"]


async def test_pause_is_obeyed_also_where_it_was_asked_how_they_would_like_it(stage):
    await says(stage, "moins de messages", "mes sujets", "pause 2 semaines")
    assert (await state(stage))[0] == PARIS_MIDNIGHT
    await says(stage, "reprendre", "moins de messages", "j'ai une question", "pause")
    assert (await state(stage))[0] == PARIS_MIDNIGHT + 14 * DAY - timedelta(hours=1)  # summer time
