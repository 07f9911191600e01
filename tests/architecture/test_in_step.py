"""What is generated is in step with what it is generated from."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from namkhong.config import messages


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models() -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("models changed without a migration: python -m django makemigrations")


@pytest.mark.parametrize("path", list(messages.files()), ids=lambda path: path.parts[-3])
def test_a_catalogue_holds_the_sentences_of_the_source_and_no_others(path: Path) -> None:
    missing, obsolete = messages.behind(path)
    assert not missing, "python -m namkhong.config.messages"
    assert not obsolete, "python -m namkhong.config.messages"


def test_the_source_can_be_read_for_sentences() -> None:
    assert len(messages.extracted()) > 100
