"""What a flow may do: one async function per `action:`, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from engagebot.actions import (
    cards,
    human,
    my_tasks,
    privacy,
    profile,
    profile_changes,
    proposals,
    propose,
    task_lists,
    tasks,
    welcome,
)
from engagebot.actions.act import Act, Action, Asked, FileUnread, MembersUnknown, needs, outcomes, perform
from engagebot.flowfile.check import ActionSpec

ACTIONS: Mapping[str, Action] = {
    action.__name__: action
    for action in (
        welcome.introduce,
        welcome.meet,
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
        tasks.named_task,
        tasks.time_known,
        tasks.suggest_tasks,
        tasks.read_filter,
        tasks.list_tasks,
        tasks.show_task,
        tasks.take_task,
        tasks.save_names,
        tasks.save_could,
        tasks.could_not,
        tasks.could_answer,
        tasks.offer_first_task,
        my_tasks.list_my_tasks,
        my_tasks.find_claim,
        my_tasks.answer_check_in,
        my_tasks.give_back,
        my_tasks.leave_note,
        my_tasks.find_contact,
        my_tasks.ask_contact,
        my_tasks.finish_task,
        my_tasks.not_done,
        my_tasks.count_minutes,
        propose.begin_proposal,
        propose.room_for_one_more,
        propose.check_idea,
        propose.check_effort,
        propose.split_task,
        propose.leave_whole,
        propose.sum_up,
        propose.add_change,
        propose.publish_task,
        propose.unpublish_task,
        propose.find_own_task,
        propose.change_task,
        propose.restore_task,
        propose.what_to_close,
        propose.close_task,
        task_lists.read_list,
        task_lists.import_list,
        task_lists.take_back_import,
        proposals.approve_proposal,
        proposals.object_to_proposal,
        proposals.reply_to_objection,
        proposals.settle_objection,
        proposals.objection_stays,
        proposals.reword_proposal,
        proposals.withdraw_proposal,
        human.find_human,
        human.call_human,
        human.greet,
    )
}

SPECS: Mapping[str, ActionSpec] = {
    name: ActionSpec(needs(action)[0], outcomes(action)) for name, action in ACTIONS.items()
}
"""What flow files are checked against."""

DUE: Mapping[str, Callable[[Act, str], Awaitable[None]]] = {
    "step": welcome.next_step,
    "stale": welcome.next_stale,
    "claim": my_tasks.claim_due,
    "reserved": my_tasks.reserved_due,
    "could": tasks.could_due,
    "adopt": proposals.adopt_due,
    "look": proposals.look_due,
    "part": proposals.part_due,
    "card": cards.card_due,
    "board": cards.board_due,
}
"""What a timer that is not about the conversation itself does, by its kind; it is given the timer's subject."""

__all__ = [
    "ACTIONS",
    "DUE",
    "SPECS",
    "Act",
    "Action",
    "Asked",
    "FileUnread",
    "MembersUnknown",
    "needs",
    "outcomes",
    "perform",
]
