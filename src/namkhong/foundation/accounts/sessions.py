"""Sessions in the database, and whose each one is: so that a person can see where she is signed in, and end it."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    """Django's, for keys of letters and digits: a cookie may hold anything, also what PostgreSQL cannot read."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and len(str(key)) == 32 and str(key).isascii() and str(key).isalnum()

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - as Django calls it
        """Keep it.

        :raises OperationalError: when the database is away, where Django says that somebody signed out meanwhile.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from error.__context__.__cause__
            raise

    def cycle_key(self) -> None:
        """A new key for the same sign-in: it stays hers."""
        super().cycle_key()
        if account := self.get(SESSION_KEY):
            belongs_to(str(self.session_key), int(account))


def belongs_to(session_key: str, account_id: int) -> None:
    """Write down whose this session is."""
    from namkhong.foundation.accounts.models import SessionOwner

    SessionOwner.objects.update_or_create(pk=session_key, defaults={"account_id": account_id})


def device_of(user_agent: str) -> str:
    """``Chrome · Android``: enough to recognise one's own machine, nothing that tells machines of a kind apart."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


# In this order: most browsers also name those they descend from.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
