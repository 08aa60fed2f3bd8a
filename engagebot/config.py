"""Settings: from the environment (`ENGAGEBOT_…`) or from a file `engagebot.env` in the working folder.

Secrets may come from systemd, too (`LoadCredential=engagebot_password:FILE`).
Every field says its unit and meaning; `docs/settings.md` is made from this file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ENV_FILE = Path("engagebot.env")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def shipped(folder: str) -> Path:
    """`flows`, `locales` or `storage` as they came with this engagebot: inside an installed wheel, or beside a
    checkout."""
    here = Path(__file__).parent
    inside = here / "data" / folder
    return inside if inside.is_dir() else here.parent / folder


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="ENGAGEBOT_",
        env_file=ENV_FILE,
        secrets_dir=os.environ.get("CREDENTIALS_DIRECTORY"),
        extra="ignore",
        frozen=True,
    )

    homeserver: str = Field("", description="Address of the homeserver, e.g. https://matrix.example.org.")
    user_id: str = Field("", description="The bot's Matrix id, e.g. @engagebot:example.org.")
    password: SecretStr | None = Field(
        None, description="Needed for the first login only; the token is kept afterwards."
    )
    access_token: SecretStr | None = Field(None, description="Instead of a password: a token made for the bot.")
    device_id: str | None = Field(None, description="The device that the access token belongs to.")
    data_dir: Path = Field(Path("data"), description="Folder for the database, the keys and the token. Back it up.")
    association: Path = Field(
        Path("association.yaml"), description="The association's file: name, contact, catalogues …"
    )
    flows: Path | None = Field(None, description="The association's own folder of flows, laid over the shipped ones.")

    reactions: bool = Field(True, description="Add reactions as buttons to yes/no questions and up to 4 choices.")
    encrypt_direct_rooms: bool = Field(True, description="Encrypt the direct rooms that the bot opens.")
    allowed_inviters: list[str] = Field(
        [],
        description="Servers (example.org), people (@ada:example.org), or rooms and spaces (!…, the bot has to be in "
        "them) whose members’ invitations are accepted, as a JSON list. Empty: those of the bot's own server.",
    )
    invitation_seconds: float = Field(
        5, ge=0, description="Between two invitations that are accepted, when many come; five may be at once."
    )
    group_rooms: list[str] = Field(
        [],
        description="Group rooms (!…) that the bot enters, as a JSON list; it stays in no others. Empty: every group "
        "that it is invited to by somebody whose invitations are accepted.",
    )
    ignored_people: list[str] = Field(
        [], description="Other bots, and whoever must not be answered: Matrix ids, a JSON list."
    )

    lanes_at_once: int = Field(16, ge=1, description="How many people's events are handled side by side.")
    sends_at_once: int = Field(12, ge=1, description="How many rooms are written to side by side.")
    starts_per_second: float = Field(
        5, gt=0, description="What the bot begins by itself goes out at this pace at most; answers go at once."
    )
    sync_timeout_seconds: int = Field(30, ge=1, description="How long the homeserver may hold a request for news.")
    timers_poll_seconds: float = Field(10, gt=0, description="How often due timers are looked for.")
    stop_seconds: float = Field(5, gt=0, description="How long a stop may take before it is forced.")

    park_after_hours: float = Field(24, gt=0, description="An unfinished conversation is parked after this silence.")
    drop_after_days: float = Field(30, gt=0, description="A parked conversation is dropped after this silence.")
    undo_minutes: float = Field(10, gt=0, description="How long something can be undone.")
    prompt_valid_days: float = Field(
        14, gt=0, description="How long a question on the bot's initiative can be answered."
    )
    first_step_after_days: float = Field(3, gt=0, description="First step after the first sitting.")
    second_step_after_days: float = Field(14, gt=0, description="Second step after the first sitting.")
    stale_after_days: float = Field(90, gt=0, description="A fact this old is confirmed once, in passing.")
    waking_from_hour: int = Field(
        9, ge=0, le=23, description="The bot starts nothing before this hour, in the person's time zone."
    )
    waking_to_hour: int = Field(21, ge=1, le=24, description="… nor from this hour on.")
    sundays: bool = Field(False, description="Whether the bot may start something on a Sunday.")
    budget_per_day: int = Field(1, ge=0, description="Messages a day that the bot may start, all features together.")
    budget_per_week: int = Field(3, ge=0, description="Messages in any 7 days that the bot may start.")
    unanswered_limit: int = Field(3, ge=1, description="So many unanswered in a row, and the bot asks nothing more.")

    digest_rhythm: Literal["weekly", "daily", "monthly", "off"] = Field(
        "weekly", description="How often people are told what was held back, unless they choose another rhythm."
    )
    digest_hour: int = Field(8, ge=0, le=23, description="At this hour, in the person's time zone; weekly on Tuesdays.")
    pause_days: int = Field(28, ge=1, le=365, description="A pause lasts so long when no end was said.")

    call_wave: int = Field(8, ge=1, description="People who are asked at a time when somebody calls for help.")
    call_wave_hours: float = Field(24, gt=0, description="Between two such groups; days off do not count.")
    call_enough_percent: int = Field(
        150, ge=100, description="Of the people who are needed, so many have to say yes before nobody else is asked."
    )
    call_alone_up_to: int = Field(20, ge=0, description="A second organiser confirms a call to more people.")
    call_follow_up_hours: float = Field(48, gt=0, description="Within this, somebody turns by name to who said yes.")
    call_longest_days: float = Field(28, gt=0, description="A call waits no longer for pauses and budgets to end.")

    newcomer_days: float = Field(30, gt=0, description="So long after the first sitting somebody is a newcomer.")
    tasks_at_a_time: int = Field(3, ge=1, description="Tasks that one person can have in hand.")
    newcomer_tasks_at_a_time: int = Field(2, ge=1, description="The same, for newcomers.")
    check_in_after_days: float = Field(14, gt=0, description="How somebody is getting on with a task is asked then.")
    check_in_again_after_days: float = Field(28, gt=0, description="… and once more, if there was no answer.")
    task_back_after_days: float = Field(42, gt=0, description="… and then it returns to the list, with thanks.")
    task_sleep_days: float = Field(30, gt=0, description="“Still want to, later”: asked again after this.")
    task_reserved_days: float = Field(7, gt=0, description="What returned to the list stays theirs first for this.")
    could_again_days: float = Field(
        14, gt=0, description="“I could, if …” in somebody’s own words: they are asked after this whether it is so."
    )
    concerned_most: int = Field(5, ge=2, description="So many people are asked to look at an idea, at most.")
    objection_hours: float = Field(
        48, ge=0, description="What two people agreed to is adopted after this, unless somebody objects."
    )
    proposal_waits_days: float = Field(
        7, gt=0, description="Others are asked about what still waits for two people to agree after this."
    )
    first_task_minutes: int = Field(10, ge=1, description="The first task that a newcomer is offered takes no longer.")
    succession_tasks: int = Field(
        3, ge=1, description="So many tasks of a topic handled by one single person, and organisers hear of it."
    )
    board_delay_seconds: float = Field(20, ge=0, description="The board in a room is brought up to date after this.")
    roles_seconds: float = Field(60, ge=0, description="How long it is believed who is in the organisers' room.")

    question_nudge_hours: float = Field(
        24, gt=0, description="A referent hears once more of a question after this; days off do not count."
    )
    question_next_hours: float = Field(36, gt=0, description="… the next referent is asked after this.")
    question_rest_hours: float = Field(72, gt=0, description="… all the other ones.")
    question_organisers_hours: float = Field(120, gt=0, description="… the organisers.")
    apprentice_first_hours: float = Field(12, ge=0, description="An apprentice has a question alone for so long.")
    newcomer_question_part: float = Field(
        0.5, gt=0, le=1, description="A newcomer’s question waits for this part of those hours only."
    )
    question_recheck_hours: float = Field(
        4, gt=0, description="When all referents are away or have enough, they are looked at again after this."
    )
    answer_review_days: float = Field(
        365, gt=0, description="Whoever owns an answer kept for others is asked after this whether it is still so."
    )
    questions_at_once: int = Field(5, ge=2, description="Questions of one person that may be open at the same time.")
    questions_a_day: int = Field(10, ge=1, description="Questions of one person within 24 hours.")
    referent_cap: int = Field(3, ge=1, description="Open questions that a referent has at most, if they do not choose.")

    introduction_day: Weekday = Field("tuesday", description="The day of the week on which people are introduced.")
    introduction_hour: int = Field(
        18, ge=0, le=23, description="From this hour on they are asked, where the association is."
    )
    introduction_expires_days: int = Field(
        7, ge=1, description="So long somebody can answer whether they want to meet; then all concerned hear the same."
    )
    introduction_again_days: int = Field(
        182, ge=1, le=182, description="Who met, or were asked to meet, are not introduced to each other for so long."
    )
    introduction_talked_days: int = Field(
        10, ge=1, description="So long after two were brought together each is asked whether they managed to talk."
    )
    introduction_stop_after: int = Field(
        3, ge=1, description="So many introductions in a row without any answer, and nobody is proposed any more."
    )
    introduction_batch: int = Field(2, ge=1, description="So many introductions of a round are begun at a time.")
    welcomer_cap: int = Field(3, ge=1, description="So many newcomers a welcomer has at the same time, at most.")

    keep_inbox_days: int = Field(30, ge=1, description="Handled events are forgotten after this (their ids a year).")
    keep_outbox_days: int = Field(30, ge=1, description="Texts that were sent are forgotten after this.")
    keep_silent_people_days: int = Field(365, ge=30, description="Who has not written for this long is forgotten.")
    keep_rounds_days: int = Field(90, ge=1, description="A round of introductions can be replayed for this long.")
    keep_introductions_days: int = Field(
        182,
        ge=182,
        description="Who was asked to meet somebody, and what they answered, is forgotten this long after; for "
        "182 days they are not asked the same again.",
    )
    keep_met_days: int = Field(
        190, ge=183, description="Who met is forgotten after this; for 182 days they are not introduced again."
    )
    keep_calls_days: int = Field(
        182,
        ge=31,
        description="A call for help, who was asked and what they said is forgotten this long after its end; until "
        "then it counts who was asked least lately.",
    )

    keep_copies_days: int = Field(
        30, ge=1, description="The copy that an upgrade makes of the database is deleted after this."
    )

    messages_per_minute: int = Field(
        20, ge=1, description="More than this from one person are not read, after one notice; their rights still work."
    )
    same_answers: int = Field(
        3,
        ge=1,
        description="The same answer to the same person within ten minutes, at most, unless the conversation moves on.",
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR. Logs never hold texts of people.")

    @field_validator("homeserver")
    @classmethod
    def without_slash(cls, value: str) -> str:
        return value.rstrip("/")
