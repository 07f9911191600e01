"""Every sentence a citizen can meet is said in English too, with the same blanks to fill.

Facts in JSON (names of procedures, questions of forms, names of agencies), the kernel's explanations of a due date and
what people write are in no catalogue and stay Vietnamese.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from namkhong.config import messages
from tests.promises.sentences import OFFICIALS, asked, for_citizens, is_officials

# Vietnamese outside gettext in files for citizens, and why it is right there.
NOT_TRANSLATED: Final = {
    "web/paper.py": "to whoever installed it, when the front end was not built",
    "services/dossiers/shapes.py": "what fields of the API mean, for those who connect systems",
    "web/words.py": "days and hours are written by rule in both languages",
    "foundation/audit/static/audit/kiem-chung.py": "a program to take home: it runs without this product, in Vietnamese",
    "foundation/accounts/sessions.py": "names of browsers",
    "foundation/signatures/tasks.py": "the name of an actor, kept in the record",
    "foundation/files/keeping.py": "the name of an actor, kept in the record",
    "foundation/files/scanning.py": "the name of an actor, kept in the record",
    "foundation/places/actions.py": "the name of an actor, kept in the record",
    "foundation/places/types.py": "kinds of places, parts of their names",
    "foundation/numbering/actions.py": "the name of an actor, kept in the record",
    "foundation/organisations/actions/reorganising.py": "the name of an actor, kept in the record",
    "foundation/organisations/titles.py": "titles of posts, as they stand on paper",
    "foundation/organisations/queries/signatures.py": "signatures, as they stand on paper",
    "services/dossiers/actions/confirming.py": "the name of an actor, kept in the record",
    "services/dossiers/actions/changing_process.py": "the name of an actor, kept in the record",
    "services/dossiers/actions/ending.py": "the name of an actor, kept in the record",
    "services/dossiers/actions/issuing.py": "a purpose, kept in the record",
    "services/dossiers/actions/recalculating.py": "the name of an actor, kept in the record",
    "services/dossiers/forms_filing.py": "reads sums typed with their currency",
    "services/dossiers/views/sheet.py": "a purpose, kept in the record",
    "services/dossiers/queries/drafts.py": "reads Vietnamese facts",
    "services/eforms/actions/versions.py": "the name of an actor, kept in the record",
    "services/eforms/binding.py": "reads Vietnamese addresses",
    "services/eforms/reading.py": "reads sums typed with their currency",
    "services/procedures/plain.py": "reads Vietnamese facts",
    "services/procedures/wording.py": "reads Vietnamese facts",
}
_BLANKS: Final = re.compile(r"%(?:\((\w+)\))?(0?\d*)([sd])|\{(\w*)\}")
_VIETNAMESE: Final = re.compile(r"[À-ỹ]")
_OWN_NAMES: Final = {"Tiếng Việt", "Năm Không"}  # our name, and the other language's own name


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as content:
        return read_po(content, locale=path.parts[-3])


def _all(said: object) -> list[str]:
    return (
        [said] if isinstance(said, str) else [str(one) for one in said or ()] if isinstance(said, list | tuple) else []
    )


def _blanks(sentence: str) -> list[tuple[str, ...]]:
    """Named blanks in any order; unnamed ones in the order they come."""
    found = [match.groups("") for match in _BLANKS.finditer(sentence.replace("%%", ""))]
    named = sorted(blank for blank in found if blank[0] or blank[3])
    return [*named, *(blank for blank in found if not (blank[0] or blank[3]))]


CATALOGUES: Final = pytest.mark.parametrize("path", list(messages.files()), ids=lambda path: path.parts[-3])


def test_there_is_an_english_catalogue() -> None:
    assert [path.parts[-3] for path in messages.files()] == ["en"]


@CATALOGUES
def test_every_sentence_a_citizen_can_meet_is_translated(path: Path) -> None:
    held = {message.id: message for message in _catalogue(path) if message.id}
    open_ones = [
        f"{message.id!r} ({', '.join(name for name, _line in message.locations if not is_officials(name))})"
        for message in for_citizens()
        if message.id not in held or not messages.translated(held[message.id])
    ]
    assert not open_ones, "translate them, or list the file as the officials': " + "\n".join(open_ones)


@CATALOGUES
def test_a_translation_has_the_same_blanks_to_fill(path: Path) -> None:
    wrong = [
        (message.id, said)
        for message in _catalogue(path)
        if message.id
        for said in _all(message.string)
        if said and _blanks(said) not in [_blanks(one) for one in _all(message.id)]
    ]
    assert not wrong


@CATALOGUES
def test_a_translation_begins_and_ends_as_the_sentence_does(path: Path) -> None:
    """A full stop, a colon, a question mark: pages join sentences, so both must end alike."""
    ends = ".?:!…"
    wrong = [
        (message.id, said)
        for message in _catalogue(path)
        if message.id
        for said in _all(message.string)
        if said
        and (said != said.strip() or said[-1:] != (end if (end := _all(message.id)[0][-1:]) in ends else said[-1:]))
    ]
    assert not wrong


@CATALOGUES
def test_english_sentences_are_english(path: Path) -> None:
    """Nobody left a Vietnamese sentence where the English one should be; names and examples may be Vietnamese."""
    copied = [
        message.id
        for message in _catalogue(path)
        if message.id and message.string and message.string == message.id and message.id != "đồng"
    ]
    assert not copied


def test_sentences_are_sentences() -> None:
    """A sentence to be translated is no code, no blank, no loose end."""
    said = [said for message in asked() if message.id for said in _all(message.id)]
    words = {one: _BLANKS.sub("", re.sub("“.*?”", "", one)) for one in said}
    assert not [one for one in said if one != one.strip()]
    assert not [one for one in said if not re.search(r"[^\W\d_]{2}", _BLANKS.sub("", one))]
    assert not [one for one, left in words.items() if re.search(r"\w_\w", left)]


def test_the_officials_list_names_files_that_speak() -> None:
    spoken = {name for message in asked() for name, _line in message.locations}
    idle = [pattern for pattern in OFFICIALS if not any(fnmatch(name, pattern) for name in spoken)]
    assert not idle


def _templates() -> list[Path]:
    found = sorted(messages.SOURCE.glob("**/templates/**/*.html"))
    return [path for path in found if "tests" not in path.parts and not is_officials(_name(path))]


def _name(path: Path) -> str:
    return path.relative_to(messages.SOURCE).as_posix()


@pytest.mark.parametrize("path", _templates(), ids=_name)
def test_a_citizens_page_says_nothing_outside_the_catalogue(path: Path) -> None:
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(path.read_text(encoding="utf-8"))
    said = {
        id(inner)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}
        for inner in call.find_all(nodes.Const)
    }
    texts = [str(node.value) for node in tree.find_all(nodes.Const) if id(node) not in said]
    texts += [node.data for node in tree.find_all(nodes.TemplateData)]
    bare = [re.sub("|".join(_OWN_NAMES), "", text) for text in texts]
    assert not [text for text in bare if _VIETNAMESE.search(text)]


def _bare(tree: ast.Module) -> Iterator[str]:
    """Vietnamese text outside gettext; docstrings do not speak to citizens."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"_", "gettext", "gettext_lazy", "ngettext", "gettext_noop"}
        ):
            silent.update(id(inner) for inner in ast.walk(node))
        elif isinstance(node, ast.Expr):
            silent.add(id(node.value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and _VIETNAMESE.search(node.value)
        ):
            yield node.value


def test_code_for_citizens_says_nothing_outside_the_catalogue() -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(messages.SOURCE.rglob("*.py")):
        name = _name(path)
        if {"tests", "migrations"} & set(path.parts) or name.startswith("kernel/") or is_officials(name):
            continue
        if bare := list(_bare(ast.parse(path.read_text(encoding="utf-8")))):
            found[name] = bare
    assert set(found) - set(NOT_TRANSLATED) == set(), {name: found[name] for name in set(found) - set(NOT_TRANSLATED)}
