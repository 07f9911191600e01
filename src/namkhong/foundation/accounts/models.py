"""Accounts: how somebody signs in. Who the person is belongs to organisations (officials) or citizens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts for actions only."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Sign-in names are folded to lower case."""
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """One sign-in: an official's (password and second factor) or a citizen's (identity provider only)."""

    class Kind(models.TextChoices):
        """What stands behind the sign-in."""

        OFFICIAL = "official"
        CITIZEN = "citizen"

    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    display_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Nothing to normalise: actions do it."""

    def get_full_name(self) -> str:
        """The name shown on screens."""
        return self.display_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permissions are not used; policies decide."""
        return False
