"""Dossiers for other systems: submit, read, list, move. The same actions and policies as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts.types import Idempotent
from namkhong.foundation.audit import actions as audit
from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.files import queries as files
from namkhong.foundation.files.errors import NoSuchFile
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.kernel import clock
from namkhong.kernel.actor import MOVING, Actor, Scope
from namkhong.kernel.codes import parse_dossier_code
from namkhong.kernel.remembering import remember
from namkhong.services.dossiers import actions, frozen, queries, secrets
from namkhong.services.dossiers.errors import MovedMeanwhile, NoSuchDossier, WrongPlace
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import Ability, abilities
from namkhong.services.dossiers.queries import for_programs
from namkhong.services.dossiers.queries.drafts import answers_of
from namkhong.services.dossiers.queries.for_programs import ProgramRow
from namkhong.services.dossiers.queries.one import file_lines
from namkhong.services.dossiers.shapes import (
    AgencyRef,
    ContentOut,
    DossierIn,
    DossierOut,
    FileOut,
    ListOut,
    ListQuery,
    Moved,
    MoveIn,
    PersonOut,
    PurposeQuery,
    RowOut,
    StageOut,
    Submitted,
)
from namkhong.services.dossiers.states import STATES, State
from namkhong.services.dossiers.types import AgreedElsewhere, DossierCard, OutsideEntry, Sent, Stranger
from namkhong.services.procedures import queries as procedures
from namkhong.web import api
from namkhong.web.api import Needs, actor_of

router: Final = Router(tags=["dossiers"])
LOOK_UPS: Final = 600  # public stages a program may ask for in a minute: codes are not to be counted through
READERS: Final = (Scope.READ, Scope.SUBMIT, *sorted(MOVING))


@router.post(
    "/dossiers",
    response={201: Submitted, **api.WRITES},
    auth=Needs(Scope.SUBMIT),
    summary="Nộp hồ sơ thay người dân",
    url_name="api_submit",
)
def submit(request: HttpRequest, body: DossierIn) -> HttpResponse:
    """Gửi trọn hồ sơ; hồ sơ có số và chờ tiếp nhận ở một cửa như mọi hồ sơ khác."""
    actor, now = actor_of(request), clock.now()
    with accounts.once(
        client=str(actor.account_id), key=api.key_of(request), fingerprint=api.print_of(request), now=now
    ) as turn:
        if turn.answer is None:
            done = actions.submit(sent=_sent(body), actor=actor, now=now)
            turn.keep({**_moved(done), "public_id": str(done.public_id)})
    told = turn.told
    body_out = Submitted(
        code=told["code"],
        state=told["state"],
        revision=told["revision"],
        secret=secrets.secret_of(UUID(told["public_id"])),
    )
    return api.answer(body_out, status=201, tag=str(body_out.revision), headers=_headers(turn, body_out.code))


@router.get(
    "/dossiers",
    response={200: ListOut, 304: None, **api.READS},
    auth=Needs(*READERS),
    summary="Danh sách hồ sơ của cơ quan",
    url_name="api_dossiers",
)
def listed(request: HttpRequest, asked: Query[ListQuery]) -> HttpResponse:
    """Việc đang chờ ở các vị trí của hệ thống (mine, to_receive, to_hand_over), hoặc cả cơ quan (in_progress, paused)."""
    page = for_programs.listed(actor_of(request), asked.view, asked.cursor)
    return api.tagged(
        request, ListOut.model_construct(items=[_row(row) for row in page.items], next=page.next), private=True
    )


@router.get(
    "/dossiers/{code}",
    response={200: DossierOut, 304: None, **api.READS},
    auth=Needs(*READERS),
    summary="Một hồ sơ đang ở đâu",
    url_name="api_dossier",
)
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Tình trạng, bước, hạn; không có dữ liệu cá nhân. ETag là lần sửa, dùng cho If-Match khi chuyển bước."""
    actor = actor_of(request)
    found = queries.by_code(code, actor)
    tag = str(found.revision)
    return api.unchanged(request, tag) or api.answer(_out(found, actor), tag=tag)


@router.get(
    "/dossiers/{code}/content",
    response={200: ContentOut, 304: None, **api.READS},
    auth=Needs(*READERS),
    summary="Người nộp, tờ khai và giấy tờ",
    url_name="api_dossier_content",
)
def content(request: HttpRequest, code: str, asked: Query[PurposeQuery]) -> HttpResponse:
    """Dữ liệu cá nhân của hồ sơ; mỗi lần đọc được ghi lại với mục đích, người dân xem được."""
    actor = actor_of(request)
    found = queries.by_code(code, actor)
    audit.record_access(
        actor, person_id=found.person_id, purpose=asked.purpose, subject=("dossier", found.pk), now=clock.now()
    )
    return api.tagged(request, _content(found), private=True)


@router.get(
    "/dossiers/{code}/files/{uuid:file_id}",
    response={200: Any, **api.READS},
    auth=Needs(*READERS),
    summary="Một giấy tờ hoặc kết quả của hồ sơ",
    url_name="api_dossier_file",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}},
)
def file(request: HttpRequest, code: str, file_id: UUID) -> StreamingHttpResponse:
    """Nội dung tệp; mỗi lần mở được ghi lại."""
    actor = actor_of(request)
    found = queries.by_code(code, actor)
    line = next((line for line in file_lines(found) if line.file_id == file_id and not line.gone), None)
    if line is None or (line.component_id is None and Ability.TAKE_RESULT not in abilities(actor, found)):
        raise NoSuchFile
    pieces = files.stream(file_id)
    audit.record_access(
        actor,
        person_id=found.person_id,
        purpose=_("Mở giấy tờ của hồ sơ"),
        subject=("dossier", found.pk),
        now=clock.now(),
    )
    return api.bytes_of(pieces, files.file(file_id))


@router.post(
    "/dossiers/{code}/moves",
    response={200: Moved, 412: api.ProblemOut, 428: api.ProblemOut, **api.WRITES},
    auth=Needs(*sorted(MOVING)),
    summary="Làm một bước của hồ sơ",
    url_name="api_move",
)
def move(request: HttpRequest, code: str, body: MoveIn) -> HttpResponse:
    """Cần If-Match với ETag của hồ sơ như đã đọc; hồ sơ vừa có người khác làm thì trả 412."""
    actor, now = actor_of(request), clock.now()
    revision = api.revision_of(request)
    with accounts.once(
        client=str(actor.account_id),
        key=api.key_of(request),
        fingerprint=f"{api.print_of(request)} {revision}",
        now=now,
    ) as turn:
        if turn.answer is None:
            try:
                done = _moved_by(body, dossier_id=for_programs.id_of(code), actor=actor, now=now, revision=revision)
            except MovedMeanwhile as problem:
                raise api.Stale(problem.message) from problem
            turn.keep(_moved(done))
    body_out = Moved(**turn.told)
    return api.answer(body_out, tag=str(body_out.revision), headers=_headers(turn, body_out.code))


@router.get(
    "/stages/{code}",
    response={200: StageOut, 304: None, **api.READS},
    auth=Needs(Scope.CATALOGUE),
    summary="Tình trạng công khai theo số hồ sơ",
    url_name="api_stage",
)
def stage(request: HttpRequest, code: str) -> HttpResponse:
    """Chỉ tình trạng, không có gì về người nộp hay nội dung."""
    actor, now = actor_of(request), clock.now()
    accounts.admit(f"api-stage:{actor.account_id}", limit=LOOK_UPS, seconds=60, now=now)
    found = queries.public_stage(code) if parse_dossier_code(code) is not None else None
    if found is None:
        raise NoSuchDossier
    return api.tagged(
        request, StageOut(code=found.code, stage=found.stage, agency_now=queries.agency_now(code)), private=True
    )


# ---- from shapes to deeds and back


def _sent(body: DossierIn) -> Sent:
    who = body.applicant
    return Sent(
        procedure_code=body.procedure,
        applicant=Stranger(
            personal_number=who.personal_number,
            full_name=who.full_name,
            date_of_birth=who.date_of_birth,
            gender=who.gender,
            address=who.address,
            phone=who.phone,
        ),
        agreed=AgreedElsewhere(at=body.consent.at, reference=body.consent.reference),
        answers=body.answers,
        files=tuple((one.component, one.file) for one in body.files),
        commune_agency_id=_commune(body.commune),
        return_way=body.return_way,
        declared=body.declared,
    )


def _commune(code: str) -> int | None:
    if not code:
        return None
    try:
        return frozen.agency_called(code).id
    except NoSuchAgency as error:
        raise WrongPlace from error


def _moved_by(body: MoveIn, *, dossier_id: int, actor: Actor, now: datetime, revision: int) -> DossierCard:
    match body.move:
        case "receive":
            return actions.receive(dossier_id=dossier_id, actor=actor, now=now, revision=revision, note=body.note)
        case "take_over":
            return actions.take_over(dossier_id=dossier_id, actor=actor, now=now, revision=revision)
        case "send_back":
            return actions.send_back(dossier_id=dossier_id, actor=actor, now=now, revision=revision, reason=body.note)
        case "hand_over":
            return actions.hand_over(
                dossier_id=dossier_id, actor=actor, now=now, revision=revision, way=body.way, taken_by=body.taken_by
            )
        case "forward":
            outside = OutsideEntry(body.outside.number, body.outside.on) if body.outside is not None else None
            return actions.forward(
                dossier_id=dossier_id,
                actor=actor,
                now=now,
                revision=revision,
                note=body.note,
                result=body.result,
                outside=outside,
            )


def _moved(card: DossierCard) -> dict[str, Any]:
    return {"code": card.code, "state": card.state.value, "revision": card.revision}


def _headers(turn: Idempotent, code: str) -> dict[str, str]:
    return {
        "Location": f"/api/v1/dossiers/{code}",
        **({"Idempotency-Replayed": "true"} if turn.done_before else {}),
    }


@remember(seconds=60)
def _agency(agency_id: int) -> AgencyRef:
    found = frozen.agency(agency_id)
    return AgencyRef.model_construct(code=found.code, name=found.name)


def _holder(agency_id: int | None) -> AgencyRef | None:
    return None if agency_id is None else _agency(agency_id)


def _out(row: Dossier, actor: Actor) -> DossierOut:
    state = STATES[row.now_in]
    return DossierOut.model_construct(
        code=row.code,
        revision=row.revision,
        state=row.state,
        state_words=str(state.official),
        national_status=state.national,
        outcome=row.outcome,
        procedure=procedures.code_of(row.procedure_version_id),
        procedure_name=row.procedure_name,
        channel=row.channel,
        receiver=_agency(row.receiver_agency_id),
        decider=_agency(row.decider_agency_id),
        unit=_agency(row.unit_agency_id),
        return_place=_agency(row.return_agency_id),
        holder=_holder(row.holder_agency_id),
        holder_role=row.holder_role,
        step=row.step_code,
        step_name=row.step_name,
        step_due_at=row.step_due_at,
        money=row.money,
        return_way=row.return_way,
        filed_at=row.filed_at,
        received_at=row.received_at,
        due_at=row.due_at,
        new_due_at=row.new_due_at,
        decided_at=row.decided_at,
        handed_over_at=row.handed_over_at,
        moves=for_programs.moves_of(actor, row),
    )


def _row(row: ProgramRow) -> RowOut:
    return RowOut.model_construct(
        code=row.code,
        revision=row.revision,
        state=row.state,
        outcome=row.outcome,
        procedure=procedures.code_of(row.procedure_version_id),
        channel=row.channel,
        step=row.step_code,
        step_name=row.step_name or str(STATES[State(row.state)].official),
        holder=_holder(row.holder_agency_id),
        holder_role=row.holder_role,
        decider=_agency(row.decider_agency_id),
        filed_at=row.filed_at,
        received_at=row.received_at,
        step_due_at=row.step_due_at,
        due_at=row.due_at,
    )


def _content(row: Dossier) -> ContentOut:
    person = citizens.person(row.person_id)
    answers = answers_of(row)
    return ContentOut(
        code=row.code or "",
        applicant=PersonOut(
            personal_number=person.personal_number,
            full_name=person.full_name,
            date_of_birth=person.date_of_birth,
            gender=person.gender,
            address=person.address,
            phone=person.phone,
            email=person.email,
        ),
        answers=dict(answers.data) if answers else {},
        files=[
            FileOut(file=line.file_id, component=line.component_id, name=line.name, state=line.state)
            for line in file_lines(row)
        ],
    )
