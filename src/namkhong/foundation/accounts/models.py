"""Rows of sign-in. Who the person behind an account is belongs to organisations (officials) or citizens."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac


class AccountManager(BaseUserManager["Account"]):
    """Reads accounts for Django; accounts are created by actions only."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Sign-in names are folded to lower case."""
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """One sign-in: an official's (password and second factor), a citizen's (identity provider only), a program's (token)."""

    class Kind(models.TextChoices):
        """What stands behind the sign-in."""

        OFFICIAL = "official"
        CITIZEN = "citizen"
        PROGRAM = "program"

    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    display_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    subject = models.CharField(max_length=64, blank=True, default="")  # hash of the provider's "sub"; citizens only
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(default=0)  # one more = every session of this account is over
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=~Q(subject=""), name="account_subject_once"),
            models.CheckConstraint(
                condition=Q(kind="official", subject="")
                | (Q(kind__in=["citizen", "program"]) & (Q(password="") | Q(password__startswith="!"))),  # noqa: S106
                name="account_citizen_has_no_password",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Nothing to normalise: actions do it."""

    def get_full_name(self) -> str:
        """The name shown on screens."""
        return self.display_name

    def get_session_auth_hash(self) -> str:
        """A session holds as long as the password and the epoch stay the same."""
        return self._session_hash()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django asks with each fallback key when the secret key was rotated."""
        return self._session_hash(secret)

    def _session_hash(self, secret: str | None = None) -> str:
        seal = f"{self.password}:{self.session_epoch}"
        return salted_hmac("accounts.session", seal, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permissions are not used; policies decide."""
        return False


class SessionOwner(models.Model):
    """Whose a session is. When and on what she signed in is in the session itself, and goes with it."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="owner")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"a session of account {self.account_id}"


class Window(models.Model):
    """How often one bucket was spent in its current window of time; the bucket is a keyed hash."""

    bucket = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.bucket


class OnceKey(models.Model):
    """A deed that came from outside with a key: asked again, it gives the same answer again."""

    key = models.CharField(primary_key=True, max_length=64)  # keyed hash of client and key
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class ApiClient(models.Model):
    """A program of another system that signs in with a client id and a secret; its deeds are those of its account.

    It is the application model of django-oauth-toolkit, whose access tokens point here (docs/decisions/0006).
    """

    account = models.OneToOneField(Account, models.PROTECT, related_name="+")
    client_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    secret_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    agency_key = models.CharField(max_length=60, blank=True, default="")  # opaque here; organisations knows it
    per_minute = models.PositiveIntegerField(default=6_000)  # requests it may send in a minute
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    rotated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(client_id__regex=r"^[a-z0-9][a-z0-9._-]{2,39}$"), name="api_client_id"),
        ]

    def __str__(self) -> str:
        return self.name
