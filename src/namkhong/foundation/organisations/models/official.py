"""Officials, the posts they hold and the authority they are given."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from namkhong.foundation.organisations.models.agency import Agency
from namkhong.foundation.organisations.models.dated import in_order, one_at_a_time
from namkhong.foundation.organisations.types import Rank, SigningForm
from namkhong.kernel.actor import Role


class Official(models.Model):
    """A person in the service of the province. ``home`` is the agency that manages her: it outlives her posts."""

    account = models.OneToOneField("accounts.Account", on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=120)
    given_key = models.CharField(max_length=300)
    search_key = models.CharField(max_length=240)
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    home = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="officials")
    locked_at = models.DateTimeField(null=True, blank=True)
    lock_reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisations_official_lock_reason",
                condition=(Q(locked_at__isnull=True) & Q(lock_reason=""))
                | (Q(locked_at__isnull=False) & ~Q(lock_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["given_key", "id"], name="organisations_official_given"),
            GinIndex(fields=["search_key"], name="organisations_official_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def locked(self) -> bool:
        """May no longer sign in."""
        return self.locked_at is not None


class PostHolding(models.Model):
    """An official in a post of an agency, from–to. ``acting`` = Q., acting head: a post, not a delegation."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in Role])
    rank = models.CharField(max_length=10, choices=[(rank.value, rank.name) for rank in Rank])
    position = models.CharField(max_length=80)  # "Phó Chủ tịch"
    title = models.CharField(max_length=240)  # "Phó Chủ tịch UBND xã Mường Phăng"
    acting = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            in_order("organisations_post_period"),
            models.CheckConstraint(
                name="organisations_post_acting_head", condition=Q(acting=False) | Q(rank=Rank.CHIEF.value)
            ),
            one_at_a_time("organisations_post_once", "official", "agency", "role"),
            one_at_a_time("organisations_one_head_at_a_time", "agency", condition=Q(rank=Rank.CHIEF.value)),
        ]
        indexes = [
            models.Index(fields=["agency", "role", "valid_from"], name="organisations_post_agency"),
            models.Index(fields=["official", "valid_from"], name="organisations_post_official"),
        ]

    def __str__(self) -> str:
        return self.title


class Authority(models.Model):
    """``holder`` (in one of her posts) may sign for the head of ``agency`` (post ``giver``), from–to.

    Q. is not here: it is a post. TUQ. always ends and is never passed on; only TL. may go on to the deputy of the
    unit (``under``). A composite foreign key in the migration keeps ``under_form`` true.
    """

    form = models.CharField(max_length=4, choices=[(form.value, form.value) for form in SigningForm])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="authorities")
    giver = models.ForeignKey(PostHolding, on_delete=models.PROTECT, related_name="given")
    holder = models.ForeignKey(PostHolding, on_delete=models.PROTECT, related_name="authorities")
    under = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on")
    under_form = models.CharField(max_length=4, null=True, blank=True)  # noqa: DJ001 - half of a composite key
    scope = models.CharField(max_length=500)
    basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            in_order("organisations_authority_period"),
            models.UniqueConstraint(fields=["id", "form"], name="organisations_authority_id_form"),
            models.CheckConstraint(name="organisations_authority_two", condition=~Q(giver=F("holder"))),
            models.CheckConstraint(name="organisations_q_is_a_post", condition=~Q(form=SigningForm.Q.value)),
            models.CheckConstraint(
                name="organisations_tuq_ends", condition=~Q(form=SigningForm.TUQ.value) | Q(valid_to__isnull=False)
            ),
            models.CheckConstraint(
                name="organisations_only_tl_passed_on",
                condition=Q(under__isnull=True, under_form__isnull=True)
                | Q(
                    under__isnull=False,
                    under_form__isnull=False,
                    under_form=SigningForm.TL.value,
                    form=SigningForm.TL.value,
                ),
            ),
            models.CheckConstraint(name="organisations_authority_scope", condition=~Q(scope="") & ~Q(basis="")),
            one_at_a_time("organisations_authority_once", "holder", "agency", "form", "scope"),
        ]
        indexes = [models.Index(fields=["agency", "valid_from"], name="organisations_authority_agency")]

    def __str__(self) -> str:
        return f"{self.form} {self.agency_id}"
