"""The policy in force in the workspace in scope, compiled over that workspace's own words."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Subquery

from apps.agents import checks
from apps.agents.models import Agent
from apps.connectors import shelf
from apps.connectors.models import Connection
from apps.core import scope
from apps.policies import above, charters, written
from apps.policies.arguments import typed
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import Decision
from apps.policies.enforce import NOTHING
from apps.policies.kept import carried, rules_of
from apps.policies.language import NotUnderstood
from apps.policies.models import Charter, InForce, PolicyVersion, Shadow
from apps.policies.question import Question
from apps.policies.rule import Computed
from apps.policies.vocabulary import Vocabulary
from apps.workspaces import freezes, hours
from apps.workspaces.access import ADMINS
from apps.workspaces.models import Role, Workspace

FREEZE = "freeze"


@dataclass(frozen=True)
class Watching:
    """A draft that is asked too, and changes nothing."""

    shadow_id: UUID
    compiled: Compiled


@dataclass(frozen=True)
class Above:
    """The organisation's rules, as they are meant here."""

    version_id: UUID
    name: str
    editor: UUID | None  # who last edited them
    compiled: Compiled


@dataclass(frozen=True)
class Rules:
    version: PolicyVersion | None  # None: nothing is published, so everything is only suggested
    compiled: Compiled
    words: Vocabulary
    watching: Watching | None = None
    above: Above | None = None

    def ask(self, *kinds: type[Computed]) -> bool:
        """Does a rule, or the draft that watches, ask one of these?"""
        asked = (*self.deciding, self.watching.compiled) if self.watching else self.deciding
        return any(isinstance(test, kinds) for one in asked for test in one.tests.values())

    def limit(self, question: Question, enforces: frozenset[str] = NOTHING) -> Decision | None:
        """What the organisation's rules ask of it; None where there are none, or none that speaks of it."""
        one = self.above
        return above.limit(one.compiled, question, of=one.name, enforces=enforces) if one else None

    @property
    def deciding(self) -> tuple[Compiled, ...]:
        """The workspace's own, and those above it."""
        return (self.compiled, self.above.compiled) if self.above else (self.compiled,)

    @property
    def above_id(self) -> UUID | None:
        return self.above.version_id if self.above else None

    @property
    def version_id(self) -> UUID | None:
        return self.version.pk if self.version else None


def in_force() -> Rules:
    """The rules that decide now, and the organisation's. Compiled once for each version and vocabulary."""
    words = vocabulary()
    said = words.model_dump_json()
    watching = Shadow.objects.filter(ended_at=None).values("pk")[:1]
    found = InForce.objects.select_related("version__policy").defer("version__rules")
    current = found.annotate(watching=Subquery(watching)).first()
    shadow = _watching(said) if current is None or current.watching else None
    limits = _above(said)
    if current is None:
        return Rules(None, _compiled((), said), words, shadow, limits)
    return Rules(current.version, _of_version(current.version_id, said), words, shadow, limits)


def compiled(sentences: tuple[str, ...]) -> Compiled:
    """Other sentences in today's words. Raises NotUnderstood."""
    return _compiled(sentences, vocabulary().model_dump_json())


def _watching(words: str) -> Watching | None:
    """The draft that watches, if one does. One that cannot be read any more does not."""
    found = Shadow.objects.filter(ended_at=None).values_list("pk", "sentences").first()
    try:
        return Watching(found[0], _compiled(tuple(found[1]), words)) if found else None
    except NotUnderstood:
        return None


def _above(said: str) -> Above | None:
    found = charters.above(scope.only())
    if found is None:
        return None
    try:
        meant = _of_charter(found.version_id, said)
    except Charter.DoesNotExist:  # another came in force just now
        return _above(said)
    return Above(found.version_id, found.name, found.last_editor_id, meant)


def vocabulary() -> Vocabulary:
    """The names that sentences may use here: groups, connectors, agents, the objects of ticked tables, our domains."""
    workspace = Workspace.objects.get(pk=scope.only())
    groups = {name: id.hex for name, id in Role.objects.values_list("name", "id")}
    tools, named = shelf.tools(), sorted(freezes.names(FREEZE).union(checks.names("check")))
    return Vocabulary(
        groups=groups,
        connectors={manifest.title: name for name, manifest in shelf.manifests().items()},
        agents={name: id.hex for name, id in Agent.objects.values_list("name", "id")},
        objects=tuple(sorted({tool.object for tool in tools.values() if tool.object} | _ticked())),
        tools=tuple(sorted(tools)),
        arguments=typed(tools.values()),
        domains=tuple(sorted(domain.lower() for domain in workspace.domains)),
        freezes=tuple(f"{name} freeze" for kind, name in named if kind == FREEZE),
        checks=tuple(name for kind, name in named if kind != FREEZE),
        zone=workspace.time_zone,
        opens=workspace.opens,
        closes=workspace.closes,
        workdays=hours.of(workspace).days,
        admins=groups.get(ADMINS, ""),
    )


def _ticked() -> set[str]:
    tables = [address.get("tables", {}) for address in Connection.objects.values_list("address", flat=True)]
    return {entry["object"] for table in tables for entry in table.values() if entry.get("object")}


@lru_cache(maxsize=256)
def _of_version(version_id: UUID, words: str) -> Compiled:
    """A version never changes, so it is read once."""
    vocabulary = Vocabulary.model_validate_json(words)
    meant = rules_of(PolicyVersion.objects.get(pk=version_id), vocabulary)
    return compile_rules([(f"rule {number}", rule) for number, rule in enumerate(meant, 1)], vocabulary)


@lru_cache(maxsize=256)
def _of_charter(version_id: UUID, words: str) -> Compiled:
    """The same for the organisation's. Raises DoesNotExist where another is in force by now."""
    vocabulary = Vocabulary.model_validate_json(words)
    meant = carried(Charter.objects.get(version_id=version_id).rules, groups=vocabulary.groups)
    return compile_rules([(f"organisation's rule {number}", rule) for number, rule in enumerate(meant, 1)], vocabulary)


@lru_cache(maxsize=256)
def _compiled(sentences: tuple[str, ...], words: str) -> Compiled:
    vocabulary = Vocabulary.model_validate_json(words)
    rules = [(f"rule {number}", written.read(text, vocabulary)) for number, text in enumerate(sentences, 1)]
    return compile_rules(rules, vocabulary)
