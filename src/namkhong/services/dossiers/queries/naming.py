"""What dossiers are called where only their ids are kept: in the record, in the jobs."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from namkhong.services.dossiers.models import Dossier, Step


def names(ids: Sequence[str]) -> dict[str, str]:
    """Dossier ids → "hồ sơ H18.35-261123-0001"; a draft has no code and no name."""
    rows = Dossier.objects.filter(pk__in=_numbers(ids)).values_list("pk", "code")
    return {str(pk): _called(code) for pk, code in rows if code}


def names_by_step(ids: Sequence[str]) -> dict[str, str]:
    """Step ids → the dossier they belong to, in the same words."""
    rows = Step.objects.filter(pk__in=_numbers(ids)).values_list("pk", "dossier__code")
    return {str(pk): _called(code) for pk, code in rows if code}


def _called(code: str) -> str:
    return _("hồ sơ %(code)s") % {"code": code}


def _numbers(ids: Sequence[str]) -> list[int]:
    return [int(given) for given in ids if given.isascii() and given.isdigit() and len(given) < 19]
