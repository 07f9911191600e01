"""The world of dossiers, with the time limits of answers and those who answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.conftest import _loaded, at_monday, browser, world  # noqa: F401 - fixtures
from namkhong.services.dossiers.tests.factories import SETUP, SYSTEM, Province
from namkhong.services.feedback import actions


@dataclass(frozen=True)
class People:
    """Who speaks and who answers."""

    lan: Actor
    neighbour: Actor
    visitor: Actor
    counter: Actor  # of the commune
    specialist: Actor
    leader: Actor
    chief: Actor  # Chánh Văn phòng of the commune
    other_leader: Actor  # of the commune next door
    controller: Actor  # of the province
    head: Actor  # of a department
    administrator: Actor


@pytest.fixture
def people(world: Province) -> People:  # noqa: F811
    """Everybody, with the rules loaded."""
    actions.load_facts(SETUP, SYSTEM)
    department = organisations.agency_by_code("H18.07").id
    return People(
        lan=world.lan,
        neighbour=world.neighbour,
        visitor=Actor.anonymous(),
        counter=world.counter,
        specialist=world.specialist,
        leader=world.leader,
        chief=factories.official("thanh.tv", "Tòng Văn Thanh", world.office_id, Role.CHIEF_OF_OFFICE),
        other_leader=world.other_leader,
        controller=factories.official("panh.lt", "Lò Thị Pánh", organisations.province().id, Role.PROCEDURE_CONTROLLER),
        head=factories.official("cuong.hm", "Hoàng Mạnh Cường", department, Role.HEAD),
        administrator=world.administrator,
    )
