"""The table of who may do what in a workspace, and the forms that propose to change it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from apps.actions.govern import govern
from apps.actions.own import relations as own_relations
from apps.actions.own import rights
from apps.connectors.contract import JsonDict
from apps.console.door import Inside
from apps.console.proposing import proposed
from apps.console.shell import page
from apps.core.errors import Invalid
from apps.core.tenancy import TenantModel
from apps.workspaces import access, grants, relations
from apps.workspaces.access import DO, RIGHTS, Right, who_may
from apps.workspaces.models import Member, Role, User

GOAL = "Change who may do what"
MOST = 200  # roles, people and things that the form offers
OWNED = ("system", "repository", "budget", "record", "case", "account")  # kinds of things that have owners


@dataclass(frozen=True)
class Person:
    name: str
    initials: str
    roles: str
    you: bool


@dataclass(frozen=True)
class Row:
    may: str
    roles: str
    you: bool


@dataclass(frozen=True)
class Grant:
    """A right that a role holds on one thing alone, and what the form says to take it away."""

    role: str
    may: str
    kind: str
    name: str
    role_id: str
    right: str
    thing: str


@dataclass(frozen=True)
class Stands:
    """One manager or owner, and what the form says to end it."""

    person: str
    person_id: str
    kind: str
    of: str
    whose: str  # as people read it


@require_http_methods(["GET", "HEAD", "POST"])
def access_table(request: Inside) -> HttpResponse:
    """Who may do what. A POST proposes a right on one thing alone, or a manager or owner; another admin signs it."""
    if request.method != "POST":
        return _draw(request)
    access.check(request.user, Right.CONFIGURE, request.workspace.pk)
    return proposed(
        request, lambda: govern(*_wished(request), by=request.user, goal=GOAL), again=partial(_draw, request)
    )


def _wished(request: Inside) -> tuple[str, JsonDict]:
    """The own tool and its arguments, from the form. Raises Invalid for what the form does not offer."""
    if request.POST.get("deed") in ("say", "end"):
        return _related(request)
    kind, _, thing = request.POST.get("thing", "").partition(":")
    tool = rights.TAKE if request.POST.get("deed") == "take" else rights.GIVE
    try:
        named = {"role": str(UUID(request.POST.get("role", ""))), "id": str(UUID(thing))}
    except ValueError:
        raise Invalid("Choose a role, a right and what it is for.") from None
    return tool, {**named, "kind": kind, "right": request.POST.get("right", "")}


def _related(request: Inside) -> tuple[str, JsonDict]:
    """Of whom, where it is a manager; of what, where it is an owner."""
    said = request.POST
    kind = said.get("kind", "")
    of = said.get("of", "") if kind == "manager" or said.get("deed") == "end" else _owned(said)
    try:
        person = str(UUID(said.get("person", "")))
    except ValueError:
        raise Invalid("Choose the person who is to be manager or owner.") from None
    if not of.strip():
        raise Invalid("Say of whom, or of what.")
    tool = own_relations.END if said.get("deed") == "end" else own_relations.SAY
    return tool, {"kind": kind, "of": of, "person": person}


def _owned(said: QueryDict) -> str:
    """`system: Payroll`, or `system` where a name is left out: of all that nobody else owns."""
    kind, name = said.get("owned", "").strip(), said.get("name", "").strip()
    return f"{kind}: {name}" if name else kind


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    members = [one.user for one in _members(request)]
    rows = [Row(DO[right].capitalize(), who_may(right), right in request.rights) for right in Right if RIGHTS[right]]
    context = {
        "rows": rows, "people": _people(request), "grants": list(_grants()), "refused": refused,
        "may_grant": Right.CONFIGURE in request.rights, "who_grants": who_may(Right.CONFIGURE),
        "roles": [(role.pk, role.name) for role in Role.objects.order_by("name")[:MOST]],
        "rights": [(right.value, DO[right].capitalize()) for right in (Right.SIGN, Right.PAUSE, Right.CONFIGURE)],
        "stand": list(_stand(members)), "members": [(str(one.pk), one.name, one.pk.hex) for one in members],
        "owned": OWNED,
        "things": [(kind, [(f"{kind}:{one.pk}", str(one)) for one in _things(kind)]) for kind in rights.THINGS],
    }  # fmt: skip
    return page(request, "workspaces/access.html", context, status=status)


def _grants() -> Iterator[Grant]:
    """The rights that are held on one thing alone."""
    for kind, model in rights.THINGS.items():
        names = {one.pk: str(one) for one in _things(kind)}
        for role, right, thing in grants.given(model):
            if thing in names:
                yield Grant(role.name, DO[right], kind, names[thing], str(role.pk), right.value, f"{kind}:{thing}")


def _things(kind: str) -> list[TenantModel]:
    return list(rights.THINGS[kind].objects.order_by("name")[:MOST])


def _people(request: Inside) -> list[Person]:
    roles: dict[object, list[str]] = defaultdict(list)
    for name, user_id in Role.objects.order_by("name").values_list("name", "group__user__pk"):
        roles[user_id].append(name)
    return [
        Person(m.user.name, m.user.initials, ", ".join(roles[m.user_id]) or "no role", m.user_id == request.user.pk)
        for m in _members(request)
    ]


def _members(request: Inside) -> list[Member]:
    standing = Member.objects.standing().filter(workspace_id=request.workspace.pk, user__is_active=True)
    return list(standing.select_related("user").order_by("user__name")[:MOST])


def _stand(members: Sequence[User]) -> Iterator[Stands]:
    """Managers and owners. Of whoever has left, the id stands where the name was."""
    names = {one.pk.hex: one.name for one in members}
    for one in relations.standing():
        whose = names.get(one.of, one.of)
        yield Stands(one.person.name, str(one.person_id), one.kind, one.of, whose)
