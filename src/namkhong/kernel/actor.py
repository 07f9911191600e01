"""Who is acting: one frozen value built once per request, so that gates and policies need no query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

AccountId = NewType("AccountId", int)
PersonId = NewType("PersonId", int)
AgencyId = NewType("AgencyId", int)
PostId = NewType("PostId", int)


class Role(StrEnum):
    """The kinds of post an official can hold (glossary: vị trí công tác)."""

    COUNTER = "counter"  # cán bộ một cửa
    SPECIALIST = "specialist"  # chuyên viên, công chức chuyên môn
    HEAD = "head"  # trưởng phòng
    CHIEF_OF_OFFICE = "chief_of_office"  # Chánh Văn phòng
    RECORDS_CLERK = "records_clerk"  # văn thư
    ACCOUNTANT = "accountant"  # kế toán
    LEADER = "leader"  # lãnh đạo cơ quan
    CENTRE_DIRECTOR = "centre_director"  # Giám đốc Trung tâm Phục vụ hành chính công
    ADMINISTRATOR = "administrator"  # quản trị hệ thống
    PROCEDURE_CONTROLLER = "procedure_controller"  # kiểm soát thủ tục hành chính


class ActorKind(StrEnum):
    """What stands behind the deed."""

    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    OFFICIAL = "official"
    API_CLIENT = "api_client"
    SYSTEM = "system"


class Scope(StrEnum):
    """What a program may be let in for; a ``move`` scope names the post whose work it does (policies say which part)."""

    CATALOGUE = "catalogue"  # procedures, places, agencies, the public stage of a code
    FILES = "files"  # send files, fetch its own again
    SUBMIT = "dossiers:submit"  # submit for a person, read what it submitted
    READ = "dossiers:read"  # read the dossiers of its agency
    MOVE_COUNTER = "dossiers:move:counter"
    MOVE_SPECIALIST = "dossiers:move:specialist"
    MOVE_HEAD = "dossiers:move:head"
    MOVE_CHIEF_OF_OFFICE = "dossiers:move:chief_of_office"
    MOVE_RECORDS_CLERK = "dossiers:move:records_clerk"
    WEBHOOKS = "webhooks"  # be told what happened

    @property
    def role(self) -> Role | None:
        """The post whose work a ``move`` scope lets a program do."""
        head, _, role = self.value.rpartition(":")
        return Role(role) if head == "dossiers:move" else None


MOVING: Final = frozenset(scope for scope in Scope if scope.role is not None)


@dataclass(frozen=True, slots=True)
class Post:
    """One post held today. ``agency_path`` lists agency ids from the root, ``/1/12/57/``, so "inside" is a prefix test.

    ``for_account_id`` and ``for_name`` are set where the post is an absent colleague's, whose substitute she is.
    """

    id: PostId
    role: Role
    agency_id: AgencyId
    agency_path: str
    agency_name: str
    title: str  # "Phó Chủ tịch UBND xã Mường Phăng"
    for_account_id: AccountId | None = None
    for_name: str = ""


@dataclass(frozen=True, slots=True)
class Elevation:
    """A time-limited administrator session, opened with a reason."""

    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or program acting.

    ``label`` is what the record shows ("Quàng Văn Tưởng"); ``person_id`` is set for citizens;
    ``on_behalf_of`` names the official or person for whom the actor acts, when it is not himself.
    """

    kind: ActorKind
    account_id: AccountId | None = None
    label: str = ""
    posts: tuple[Post, ...] = ()
    person_id: PersonId | None = None
    assurance: int = 0  # level of assurance given by the identity provider
    on_behalf_of: str = ""
    elevation: Elevation | None = None
    scopes: frozenset[str] = frozenset()  # of an API client
    reach: frozenset[AgencyId] = frozenset()  # of an API client: the agencies whose dossiers it reads
    second_factor: bool = False  # the official proved a second factor in this session

    @property
    def is_official(self) -> bool:
        """True when an official is acting."""
        return self.kind is ActorKind.OFFICIAL

    @property
    def is_citizen(self) -> bool:
        """True when a citizen is acting."""
        return self.kind is ActorKind.CITIZEN

    @property
    def is_program(self) -> bool:
        """True when another system is acting through the API."""
        return self.kind is ActorKind.API_CLIENT

    @property
    def agency_ids(self) -> frozenset[AgencyId]:
        """The agencies in which a post is held today."""
        return frozenset(post.agency_id for post in self.posts)

    @property
    def accounts(self) -> frozenset[AccountId]:
        """Her own account and those of the absent colleagues whose work she does."""
        own = {self.account_id} if self.account_id is not None else set()
        return frozenset(own | {post.for_account_id for post in self.posts if post.for_account_id is not None})

    @property
    def agency_path(self) -> str:
        """The path of the first post's agency, for the record; empty for everybody else."""
        return self.posts[0].agency_path if self.posts else ""

    def holds(self, *roles: Role) -> bool:
        """Does the actor hold any of these roles anywhere?"""
        return any(post.role in roles for post in self.posts)

    def holds_at(self, agency_id: int, *roles: Role) -> bool:
        """Does the actor hold any of these roles in this very agency?"""
        return any(post.role in roles and post.agency_id == agency_id for post in self.posts)

    def holds_for_province(self, *roles: Role) -> bool:
        """Does the actor hold any of these roles in the province itself, above every other agency?"""
        return any(post.role in roles and post.agency_path.count("/") <= 2 for post in self.posts)

    def agencies_as(self, *roles: Role) -> frozenset[AgencyId]:
        """The agencies where the actor holds any of these roles."""
        return frozenset(post.agency_id for post in self.posts if post.role in roles)

    def elevated(self, now: datetime) -> bool:
        """Is an elevated session open at this moment?"""
        return self.elevation is not None and now < self.elevation.until

    def acting_for(self, name: str) -> Actor:
        """The same actor, recorded as acting for somebody."""
        return replace(self, on_behalf_of=name)

    @classmethod
    def anonymous(cls) -> Actor:
        """A visitor who has not signed in."""
        return cls(kind=ActorKind.ANONYMOUS)

    @classmethod
    def system(cls, label: str) -> Actor:
        """A job of the platform itself; the label is shown in the record ("Hệ thống")."""
        return cls(kind=ActorKind.SYSTEM, label=label)
