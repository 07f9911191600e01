"""Năm Không: the platform on which a province works. Wings hold rooms; floors are listed in ARCHITECTURE.md."""

__version__ = "0.1.0"  # the only place: pyproject.toml reads it here, as do backup and the checks of publiccode.yml
