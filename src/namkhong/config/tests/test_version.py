"""One number says which version this is, with or without installed metadata: a fresh checkout has none."""

from __future__ import annotations

import tomllib

import namkhong
from namkhong.config.installing import ROOT


def test_one_number_says_which_version_this_is() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in build["project"]["dynamic"]
    assert build["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "namkhong.__version__"}
    assert f'softwareVersion: "{namkhong.__version__}"' in (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert f"## {namkhong.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
