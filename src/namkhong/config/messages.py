"""The catalogues: every sentence on the screens is collected from the source, so that a translation is never behind unseen.

Sentences are written in Vietnamese in the source. ``python -m namkhong.config.messages`` brings the catalogues up to
date; ``make check`` fails when one is not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

SOURCE: Final = Path(__file__).resolve().parents[1]
LOCALE: Final = SOURCE / "locale"
_METHODS: Final = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("config/demo/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
_OPTIONS: Final = {
    "**/templates/**.html": {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "false", "silent": "false"}
}
_KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """Every sentence in the source, with the files it stands in."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for name, _line, message, comments, context in extract_from_dir(
        SOURCE, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS, comment_tags=("Dịch:",)
    ):
        catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def translated(message: Message) -> bool:
    """Does the catalogue say this sentence, in every number, and is somebody sure of it?"""
    said = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(said) and all(said) and not message.fuzzy


def files() -> Iterator[Path]:
    """The catalogues that translate our own sentences."""
    yield from sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def behind(path: Path) -> tuple[set[str], set[str]]:
    """Sentences the catalogue lacks, and sentences it holds that nobody says any more."""
    asked, held = _ids(extracted()), _ids(_read(path))
    return asked - held, held - asked


def update(path: Path) -> None:
    """Bring one catalogue up to date; translations are kept, sentences that are gone go."""
    catalog = _read(path)
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with path.open("wb") as output:
        write_po(output, catalog, width=120, omit_header=False, sort_by_file=True, include_lineno=False)


def _read(path: Path) -> Catalog:
    with path.open("rb") as content:
        return read_po(content, locale=path.parts[-3])


def _ids(catalog: Catalog) -> set[str]:
    ids = {message.id for message in catalog if message.id}
    return {one if isinstance(one, str) else one[0] for one in ids}


def main() -> int:
    """Update every catalogue and say how much is not translated yet."""
    for path in files():
        update(path)
        catalog = _read(path)
        open_ones = sum(1 for message in catalog if message.id and not translated(message))
        print(f"{path.parts[-3]}: {len(catalog)} câu, {open_ones} câu chưa dịch.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
