"""Fonts: Be Vietnam Pro cut down to what Vietnamese pages use, Tinos whole for paper.

The cut keeps Latin, every Vietnamese letter and the marks that build them, kerning and mark placing; the face has no
tabular figures, so the build adds them: ten digits of one width behind the feature ``tnum``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.otlLib import builder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

_VIETNAMESE: Final = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    "ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ"
)
_MARKS: Final = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_PUNCTUATION: Final = "\u00a0§©«°²·»×–—‘’“”•…‹›₫−≤≥"
CHARACTERS: Final = "".join(map(chr, range(0x20, 0x7F))) + _VIETNAMESE + _MARKS + _PUNCTUATION
_FEATURES: Final = ("kern", "mark", "mkmk", "ccmp", "locl")
_SCREEN: Final = {"400": "400Regular/BeVietnamPro_400Regular.ttf", "700": "700Bold/BeVietnamPro_700Bold.ttf"}
_PAPER: Final = ("400Regular/Tinos_400Regular", "400Regular_Italic/Tinos_400Regular_Italic")
_PAPER_BOLD: Final = ("700Bold/Tinos_700Bold", "700Bold_Italic/Tinos_700Bold_Italic")


def _subset(source: Path) -> TTFont:
    options = subset.Options()
    options.layout_features = list(_FEATURES)
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_bounds = True
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS)
    cutter.subset(font)
    return font


def _add_digit(font: TTFont, name: str, width: int) -> str:
    """The same digit, centred in a box of the common width."""
    glyphs, metrics = font["glyf"], font["hmtx"]
    advance, bearing = metrics[name]
    part = GlyphComponent()
    part.glyphName, part.flags, part.x, part.y = name, 0x0002 | 0x0004, (width - advance) // 2, 0
    copy = Glyph()
    copy.numberOfContours, copy.components = -1, [part]
    tabular = f"{name}.tnum"
    glyphs[tabular] = copy
    metrics[tabular] = (width, bearing + part.x)
    copy.recalcBounds(glyphs)
    return tabular


def _add_tabular_figures(font: TTFont) -> None:
    names = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
    width = sorted(font["hmtx"][name][0] for name in names)[len(names) // 2]
    pairs = {name: _add_digit(font, name, width) for name in names}
    font.setGlyphOrder([*font.getGlyphOrder(), *(name for name in pairs.values() if name not in font.getGlyphOrder())])
    table: Any = font["GSUB"].table
    table.LookupList.Lookup.append(builder.buildLookup([builder.buildSingleSubstSubtable(pairs)]))
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "tnum", otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [table.LookupList.LookupCount - 1]
    record.Feature.LookupCount = 1
    table.FeatureList.FeatureRecord.append(record)
    table.FeatureList.FeatureCount = len(table.FeatureList.FeatureRecord)
    for script in table.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(lang.LangSys for lang in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            system.FeatureIndex.append(table.FeatureList.FeatureCount - 1)
            system.FeatureCount = len(system.FeatureIndex)


def for_screen(modules: Path, folder: Path) -> None:
    """``be-vietnam-pro-400.woff2`` and ``-700``, with their licence."""
    home = modules / "@expo-google-fonts" / "be-vietnam-pro"
    for weight, source in _SCREEN.items():
        font = _subset(home / source)
        _add_tabular_figures(font)
        font.flavor = "woff2"
        font.save(folder / f"be-vietnam-pro-{weight}.woff2")
    shutil.copyfile(home / "LICENSE_FONT", folder / "be-vietnam-pro-OFL.txt")


def for_paper(modules: Path, folder: Path) -> None:
    """Tinos, the free face of the same measure as the one that official documents must use, with its licence."""
    home = modules / "@expo-google-fonts" / "tinos"
    for name in (*_PAPER, *_PAPER_BOLD):
        shutil.copyfile(home / f"{name}.ttf", folder / Path(f"{name}.ttf").name)
    shutil.copyfile(home / "LICENSE_FONT", folder / "Tinos-OFL.txt")
