"""Năm Không: the platform on which a province works. Wings hold rooms; floors are listed in ARCHITECTURE.md."""
