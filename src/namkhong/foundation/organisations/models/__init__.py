"""The dated tree of agencies, and who works in it."""

from namkhong.foundation.organisations.models.agency import (
    Agency,
    AgencyCode,
    AgencyName,
    AgencyPlacement,
    AgencySuccession,
)
from namkhong.foundation.organisations.models.official import Authority, Official, PostHolding
from namkhong.foundation.organisations.models.reorganisation import Reorganisation
from namkhong.foundation.organisations.models.substitution import Substitution

__all__ = [
    "Agency",
    "AgencyCode",
    "AgencyName",
    "AgencyPlacement",
    "AgencySuccession",
    "Authority",
    "Official",
    "PostHolding",
    "Reorganisation",
    "Substitution",
]
