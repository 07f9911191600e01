"""Programs sign in with an id and a secret that is kept only as a hash."""

from __future__ import annotations

import pytest

from namkhong.foundation.accounts import actions, errors, queries
from namkhong.foundation.accounts.models import ApiClient
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import NOW
from namkhong.foundation.audit.models import Entry
from namkhong.kernel.actor import ActorKind
from namkhong.kernel.problems import Invalid

pytestmark = pytest.mark.django_db


def _register() -> str:
    made = actions.register_api_client(
        client_id="cong-dvc",
        name="Cổng Dịch vụ công",
        scopes=["dossiers:submit", "dossiers:read"],
        agency_key="H18",
        actor=factories.administrator(),
        now=NOW,
    )
    return made.secret


def test_the_right_secret_brings_the_scopes() -> None:
    actor = actions.authenticate_api_client(client_id="cong-dvc", secret=_register())
    assert actor.kind is ActorKind.API_CLIENT
    assert actor.label == "Cổng Dịch vụ công"
    assert actor.scopes == {"dossiers:read", "dossiers:submit"}


def test_the_secret_is_nowhere_in_the_database() -> None:
    secret = _register()
    assert secret not in ApiClient.objects.get().secret_hash
    assert secret not in str(Entry.objects.values_list("detail", "reason").get())
    assert secret not in repr(actions.rotate_secret(client_id="cong-dvc", actor=factories.administrator(), now=NOW))


def test_wrong_secret_unknown_id_and_stopped_client_are_refused_alike() -> None:
    secret = _register()
    sentences = set()
    for client_id, given in (("cong-dvc", "sai"), ("khong-co", secret), ("", "")):
        with pytest.raises(errors.ClientRefused) as refused:
            actions.authenticate_api_client(client_id=client_id, secret=given)
        sentences.add(str(refused.value))
    actions.switch_api_client(
        client_id="cong-dvc", active=False, reason="bảo trì", actor=factories.administrator(), now=NOW
    )
    with pytest.raises(errors.ClientRefused) as refused:
        actions.authenticate_api_client(client_id="cong-dvc", secret=secret)
    assert sentences == {str(refused.value)}


def test_a_new_secret_stops_the_old_one() -> None:
    old = _register()
    new = actions.rotate_secret(client_id="cong-dvc", actor=factories.administrator(), now=NOW).secret
    with pytest.raises(errors.ClientRefused):
        actions.authenticate_api_client(client_id="cong-dvc", secret=old)
    assert actions.authenticate_api_client(client_id="cong-dvc", secret=new).label == "Cổng Dịch vụ công"
    assert [client.client_id for client in queries.api_clients()] == ["cong-dvc"]


def test_an_id_is_plain_and_taken_once() -> None:
    _register()
    with pytest.raises(errors.NameTaken):
        _register()
    with pytest.raises(Invalid):
        actions.register_api_client(client_id="Cổng!", name="x", scopes=[], actor=factories.administrator(), now=NOW)
