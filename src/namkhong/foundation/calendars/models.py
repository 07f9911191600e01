"""Calendars and their rows. A row lives from one version to another; nothing is ever overwritten."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from namkhong.foundation.calendars import facts
from namkhong.kernel.worktime import DayException as ExceptionalDay
from namkhong.kernel.worktime import DayKind
from namkhong.kernel.worktime import WeeklyHours as Hours


class CalendarVersion(models.Model):
    """One state of all calendars. ``token`` names its content, so that a copy in memory can be trusted."""

    number = models.PositiveIntegerField(primary_key=True)
    token = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.number)


class Calendar(models.Model):
    """A calendar by its key. ``base`` lends what this one does not say itself: holidays, years, weekly hours."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    hours_per_day = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(24)])
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hours_per_day__range=(1, 24)), name="calendar_hours_per_day"),
            models.CheckConstraint(condition=~Q(base=F("id")), name="calendar_is_not_its_own_base"),
        ]

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """A row known from version ``since`` until version ``until`` (not included), or still."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    since = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    until = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.TextField()
    to_be_confirmed = models.BooleanField()
    fact_key = models.CharField(max_length=64, blank=True)  # hash of the shipped fact; empty when an official wrote it

    class Meta:
        abstract = True


class KnownYear(Dated):
    """A year whose days off are known; beyond the last one no due date is promised."""

    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("calendar", "year", condition=Q(until=None), name="one_current_known_year"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="known_year_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2200)), name="known_year_is_a_year"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class WeeklyHours(Dated):
    """The hours of an ordinary week, from and to these days (both included)."""

    week = models.JSONField()  # {"mon": ["07:30-11:30", "13:30-17:30"], …}
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("calendar", "valid_from", condition=Q(until=None), name="one_current_weekly_hours"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="weekly_hours_end_after_they_begin"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="weekly_hours_valid_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"

    @property
    def value(self) -> Hours:
        """As the kernel reads it."""
        return Hours(facts.week_of(self.week), self.valid_from, self.valid_to, self.to_be_confirmed)


class DayException(Dated):
    """A day off, a make-up day or half a day."""

    day = models.DateField()
    kind = models.CharField(max_length=20)  # a DayKind
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    instead_of = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("calendar", "day", condition=Q(until=None), name="one_current_exception_per_day"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="day_exception_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in DayKind]), name="day_exception_kind"),
            models.CheckConstraint(condition=~Q(instead_of=F("day")), name="a_day_is_not_instead_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    @property
    def value(self) -> ExceptionalDay:
        """As the kernel reads it."""
        return ExceptionalDay(self.day, DayKind(self.kind), self.name, self.instead_of, self.to_be_confirmed)
