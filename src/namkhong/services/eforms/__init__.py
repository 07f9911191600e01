"""E-forms: versioned forms, their questions page by page, and the answers people give.

Owns the words form version, section, field, answers, binding. A form is data (JSON Schema 2020-12 beside a layout) with
effective dates; answers stay with the version they were begun in. The server decides what is asked and what is right;
whatever was typed is kept, right or wrong. Never knows procedures or dossiers; files are ids handed in by the caller.
"""
