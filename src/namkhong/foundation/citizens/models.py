"""People and businesses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Person(models.Model):
    """One person, known by her personal number."""

    class Gender(models.TextChoices):
        """As the identity provider says; empty when it does not."""

        MALE = "male"
        FEMALE = "female"
        OTHER = "other"

    personal_number = models.CharField(max_length=12, unique=True)
    full_name = models.CharField(max_length=200)
    search_key = models.CharField(max_length=200, db_index=True)
    given_key = models.CharField(max_length=500)
    date_of_birth = models.DateField()
    gender = models.CharField(max_length=6, choices=Gender, blank=True, default="")
    address = models.CharField(max_length=500, blank=True, default="")
    commune_code = models.CharField(max_length=10, blank=True, default="")
    phone = models.CharField(max_length=15, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    assurance = models.PositiveSmallIntegerField(default=0)  # level of the last sign-in through the identity provider
    account = models.OneToOneField(
        "accounts.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+", default=None
    )
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # when the identity provider last vouched for the data

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(personal_number__regex=r"^[0-9]{12}$"), name="person_number_12_digits"),
            models.CheckConstraint(condition=~Q(full_name=""), name="person_has_a_name"),
        ]
        indexes = [models.Index(fields=["given_key", "id"], name="person_by_given_name")]

    def __str__(self) -> str:
        return str(self.pk)  # never a name where a log may print it


class Business(models.Model):
    """One business, known by its tax code."""

    tax_code = models.CharField(max_length=14, unique=True)
    name = models.CharField(max_length=300)
    search_key = models.CharField(max_length=300, db_index=True)
    address = models.CharField(max_length=500, blank=True, default="")
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tax_code__regex=r"^[0-9]{10}(-[0-9]{3})?$"), name="business_tax_code"),
            models.CheckConstraint(condition=~Q(name=""), name="business_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.tax_code
