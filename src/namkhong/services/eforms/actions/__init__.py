"""Answers: saved, locked, copied. Forms: loaded, designed, published."""

from namkhong.services.eforms.actions.answering import copy_answers, drop_answers, give_answers, lock_answers, save_step
from namkhong.services.eforms.actions.designing import (
    begin_form,
    begin_form_draft,
    change_form_draft,
    drop_form_draft,
    publish_form,
    take_form_file,
    undo_form_draft,
)
from namkhong.services.eforms.actions.versions import add_form_version, load_facts, withdraw_form_version

__all__ = [
    "add_form_version",
    "begin_form",
    "begin_form_draft",
    "change_form_draft",
    "copy_answers",
    "drop_answers",
    "drop_form_draft",
    "give_answers",
    "load_facts",
    "lock_answers",
    "publish_form",
    "save_step",
    "take_form_file",
    "undo_form_draft",
    "withdraw_form_version",
]
