"""What a flow may do: one async function per `action:`, by name."""

from __future__ import annotations

from collections.abc import Mapping

from engagebot.actions import human, privacy, profile, profile_changes, welcome
from engagebot.actions.act import Act, Action, needs, outcomes, perform
from engagebot.flowfile.check import ActionSpec

ACTIONS: Mapping[str, Action] = {
    action.__name__: action
    for action in (
        welcome.introduce,
        welcome.save_consent,
        welcome.save_guardian,
        welcome.save_contact_consent,
        welcome.save_kind,
        welcome.finish_first_sitting,
        welcome.acknowledge_charter,
        welcome.ask_later,
        profile.held_skills,
        profile.held_interests,
        profile.held_availability,
        profile.save_skills,
        profile.save_availability,
        profile.save_interests,
        profile.save_place,
        profile.save_languages,
        profile.save_spare_time,
        profile.show_profile,
        profile.set_language,
        profile.confirm_fact,
        profile_changes.change_profile,
        profile_changes.restore_profile,
        privacy.list_data,
        privacy.send_data,
        privacy.erase,
        privacy.stop_writing,
        privacy.write_again,
        privacy.pause,
        privacy.resume,
        human.find_human,
        human.call_human,
        human.greet,
    )
}

SPECS: Mapping[str, ActionSpec] = {
    name: ActionSpec(needs(action)[0], outcomes(action)) for name, action in ACTIONS.items()
}
"""What flow files are checked against."""

__all__ = ["ACTIONS", "SPECS", "Act", "Action", "needs", "outcomes", "perform"]
