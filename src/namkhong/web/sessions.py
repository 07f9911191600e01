"""Sessions in the database; a key that we never gave out is not even looked up."""

from __future__ import annotations

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's, for keys of letters and digits: a cookie may hold anything, also what PostgreSQL cannot read."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and len(str(key)) == 32 and str(key).isascii() and str(key).isalnum()
