"""The built front end: small enough for a weak signal, whole, readable, and built once."""

from __future__ import annotations

import gzip
import itertools
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from fontTools.ttLib import TTFont

from namkhong.config import fonts, frontend

ROOT: Final = frontend.ROOT
KB: Final = 1024
TOKENS: Final = ROOT / "src/namkhong/web/assets/scss/_tokens.scss"


@pytest.fixture(scope="module")
def dist() -> Path:
    frontend.build(ROOT)
    return frontend.output(ROOT)


def _zipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_citizens_styles_are_small_and_leave_room_for_the_page(dist: Path) -> None:
    assert _zipped(dist / "citizen.css") <= 12 * KB


@pytest.mark.django_db
def test_a_first_visit_weighs_at_most_60_kb_without_fonts(dist: Path, client: Client, settings: Any) -> None:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    page = client.get("/").content
    parts = [dist / Path(name).name for name in set(re.findall(r'/tinh/([^"]+)"', page.decode()))]
    weight = len(gzip.compress(page)) + sum(_zipped(part) for part in parts if part.suffix != ".woff2")
    assert dist / "citizen.css" in parts
    assert weight <= 60 * KB


def test_both_weights_of_the_face_together_are_under_50_kb(dist: Path) -> None:
    faces = sorted(dist.glob("*.woff2"))
    assert [face.name for face in faces] == ["be-vietnam-pro-400.woff2", "be-vietnam-pro-700.woff2"]
    assert sum(face.stat().st_size for face in faces) <= 50 * KB
    assert "SIL Open Font License" in (dist / "be-vietnam-pro-OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("weight", ["400", "700"])
def test_the_face_has_every_vietnamese_letter_and_figures_of_one_width(dist: Path, weight: str) -> None:
    font = TTFont(dist / f"be-vietnam-pro-{weight}.woff2")
    have = font.getBestCmap()
    assert [char for char in fonts.CHARACTERS if ord(char) not in have] == []
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in features
    places = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"mark", "mkmk", "kern"} <= places
    lookup = font["GSUB"].table.LookupList.Lookup[-1]
    mapping = lookup.SubTable[0].mapping
    assert set(mapping) == {have[ord(digit)] for digit in "0123456789"}
    assert len({font["hmtx"][name][0] for name in mapping.values()}) == 1


def test_paper_has_its_four_faces_and_their_licence() -> None:
    frontend.build(ROOT)
    folder = frontend.paper_fonts(ROOT)
    for name in ("Tinos_400Regular", "Tinos_400Regular_Italic", "Tinos_700Bold", "Tinos_700Bold_Italic"):
        cmap = TTFont(folder / f"{name}.ttf").getBestCmap()
        assert all(ord(char) in cmap for char in "Độc lập – Tự do – Hạnh phúc ỘỄỮỲ")
    assert "Open Font License" in (folder / "Tinos-OFL.txt").read_text(encoding="utf-8")


def test_nothing_is_built_twice(dist: Path) -> None:
    before = (dist / "citizen.css").stat().st_mtime_ns
    started = time.perf_counter()
    frontend.build(ROOT)
    assert time.perf_counter() - started < 2
    assert (dist / "citizen.css").stat().st_mtime_ns == before


def test_without_node_modules_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(frontend.FrontendError, match="npm ci"):
        frontend.build(tmp_path)


def test_a_wrong_source_is_named_and_nothing_half_built_stays(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    assets = tmp_path / "src/namkhong/web/assets"
    (assets / "scss").mkdir(parents=True)
    (assets / "js").mkdir()
    (assets / "js" / "official.js").write_text("", encoding="utf-8")
    for name in ("citizen", "official"):
        (assets / "scss" / f"{name}.scss").write_text("a { color: }", encoding="utf-8")
    with pytest.raises(frontend.FrontendError, match="scss"):
        frontend.build(tmp_path)
    assert not frontend.output(tmp_path).exists()
    assert list((tmp_path / "src/namkhong/web").glob(".build-*")) == []


def test_the_officials_script_needs_no_eval(dist: Path) -> None:
    script = (dist / "official.js").read_text(encoding="utf-8")
    assert "data-search" in script
    assert _zipped(dist / "official.js") <= 24 * KB


def _templates() -> Iterator[Path]:
    yield from (ROOT / "src" / "namkhong").glob("*/*/templates/**/*.html")
    yield from (ROOT / "src" / "namkhong" / "web" / "templates").rglob("*.html")


# Hooks of govuk-frontend that carry no style of their own.
_BARE: Final = {"govuk-table__head", "govuk-table__body", "govuk-table__row", "govuk-checkboxes", "govuk-radios"}


def _classes(html: str) -> set[str]:
    """Classes written out in a template; those put together by an expression are left aside."""
    found = itertools.chain.from_iterable(value.split() for value in re.findall(r'class="([^"{]*)"', html))
    return {name for name in found if name.startswith(("govuk-", "nk-"))}


def test_every_class_that_a_template_names_has_a_style(dist: Path) -> None:
    styles = "".join((dist / f"{name}.css").read_text(encoding="utf-8") for name in ("citizen", "official"))
    known = {name.replace("\\!", "!") for name in re.findall(r"\.((?:govuk|nk)-(?:[\w-]|\\!)+)", styles)}
    script = (dist / "official.js").read_text(encoding="utf-8")
    missing = {
        f"{path.parent.parent.name}/{path.name}: {name}"
        for path in _templates()
        for name in _classes(path.read_text(encoding="utf-8"))
        if name not in known | _BARE and name not in script
    }
    assert not missing, "\n".join(sorted(missing))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *itertools.product(["ink", "mute", "blue", "ban-deep", "ban", "green", "late", "soon"], ["white", "mist"]),
        *itertools.product(["ink", "mute", "blue"], ["ban-pale", "green-pale", "late-pale", "soon-pale"]),
        *[("white", "ban-deep"), ("white", "ban"), ("white", "green"), ("white", "late"), ("white", "ink")],
        *[("late", "late-pale"), ("soon", "soon-pale"), ("green", "green-pale"), ("ban-deep", "ban-pale")],
        ("ink", "gold"),
    ],
)
def test_every_pair_of_text_and_ground_can_be_read(text: str, ground: str) -> None:
    tokens = dict(re.findall(r"\$([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text(encoding="utf-8")))
    tokens["white"] = "#ffffff"
    darker, lighter = sorted((_luminance(tokens[text]), _luminance(tokens[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
