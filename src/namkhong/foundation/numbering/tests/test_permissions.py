"""Nobody is asked here: a number is taken inside a deed of a room above, which has asked its own policies."""

from __future__ import annotations

import inspect
from typing import Final

from namkhong.foundation.numbering import actions

INSIDE_A_DEED: Final = {"take"}
BY_THE_PLATFORM: Final = {"carry_on", "load_facts"}


def test_every_verb_has_its_place_and_none_takes_an_actor() -> None:
    verbs = {
        name for name, verb in inspect.getmembers(actions, inspect.isfunction) if verb.__module__ == actions.__name__
    }
    assert {name for name in verbs if not name.startswith("_")} == INSIDE_A_DEED | BY_THE_PLATFORM
    assert all("actor" not in inspect.signature(getattr(actions, name)).parameters for name in INSIDE_A_DEED)
