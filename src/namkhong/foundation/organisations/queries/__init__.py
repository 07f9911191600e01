"""Reading: agencies on a day, who works where, who may sign how."""

from namkhong.foundation.organisations.queries.agencies import (
    agencies,
    agency,
    agency_by_code,
    calendar_of,
    cards_of,
    children_of,
    inside,
    path_on,
    province,
    successors,
    tree_on,
    unit_of,
    with_code,
)
from namkhong.foundation.organisations.queries.officials import (
    acting_posts_of,
    actor_of,
    in_the_posts_of,
    official_names,
    officials_at,
    officials_inside,
    posts_of,
)
from namkhong.foundation.organisations.queries.reorganisations import (
    became,
    carried_on_by,
    forget_successions,
    predecessor_cards,
    predecessors,
    reorganisation,
    reorganisations,
)
from namkhong.foundation.organisations.queries.signatures import signature_block
from namkhong.foundation.organisations.queries.substituting import people_of

__all__ = [
    "acting_posts_of",
    "actor_of",
    "agencies",
    "agency",
    "agency_by_code",
    "became",
    "calendar_of",
    "cards_of",
    "carried_on_by",
    "children_of",
    "forget_successions",
    "in_the_posts_of",
    "inside",
    "official_names",
    "officials_at",
    "officials_inside",
    "path_on",
    "people_of",
    "posts_of",
    "predecessor_cards",
    "predecessors",
    "province",
    "reorganisation",
    "reorganisations",
    "signature_block",
    "successors",
    "tree_on",
    "unit_of",
    "with_code",
]
