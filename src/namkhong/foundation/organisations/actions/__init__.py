"""Writing organisations: one function per verb."""

from namkhong.foundation.organisations.actions.agencies import (
    change_code,
    create_agency,
    end_agency,
    move_agency,
    refresh_tree,
    rename_agency,
)
from namkhong.foundation.organisations.actions.authority import end_authority, give_authority
from namkhong.foundation.organisations.actions.facts import load_facts
from namkhong.foundation.organisations.actions.importing import (
    MOST_ROWS,
    column_words,
    import_officials,
    named_rows,
)
from namkhong.foundation.organisations.actions.officials import (
    NewOfficial,
    check_person,
    create_official,
    lock_official,
    new_password,
    sign_out_official,
    unlock_official,
    update_official,
)
from namkhong.foundation.organisations.actions.planning import (
    approve_reorganisation,
    cancel_reorganisation,
    plan_reorganisation,
)
from namkhong.foundation.organisations.actions.posts import appoint, end_appointment, home_of, move_official
from namkhong.foundation.organisations.actions.reorganising import apply_reorganisation, reorganise_due
from namkhong.foundation.organisations.actions.substituting import end_substitute, give_substitute

__all__ = [
    "MOST_ROWS",
    "NewOfficial",
    "apply_reorganisation",
    "appoint",
    "approve_reorganisation",
    "cancel_reorganisation",
    "change_code",
    "check_person",
    "column_words",
    "create_agency",
    "create_official",
    "end_agency",
    "end_appointment",
    "end_authority",
    "end_substitute",
    "give_authority",
    "give_substitute",
    "home_of",
    "import_officials",
    "load_facts",
    "lock_official",
    "move_agency",
    "move_official",
    "named_rows",
    "new_password",
    "plan_reorganisation",
    "refresh_tree",
    "rename_agency",
    "reorganise_due",
    "sign_out_official",
    "unlock_official",
    "update_official",
]
