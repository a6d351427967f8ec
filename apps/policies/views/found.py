"""What the addresses of these pages name, and who may write."""

from uuid import UUID

from django.urls import reverse

from apps.actions.cards.words import Chip, counted
from apps.console.door import Inside
from apps.core import ids
from apps.core.errors import NotFound
from apps.policies.models import Draft, Policy
from apps.policies.models.drafts import Stage
from apps.policies.rule import Clause, Effect, Rule
from apps.workspaces.access import Right, check, rights_of, who_may

WHO_WRITES = f"{who_may(Right.CONFIGURE)} may write policies."
STAGES = {
    Stage.OPEN: Chip("Draft", "after", "edit"),
    Stage.PUBLISHED: Chip("Published", "ok", "check"),
    Stage.DISCARDED: Chip("Discarded", "plain", "cross"),
}
CHIPS = {
    Effect.AUTO: Chip("Without asking", "plain"),
    Effect.SUGGEST: Chip("Only suggested", "plain"),
    Effect.DENY: Chip("Never", "danger"),
}
LOST = Chip("Not understood any more: denies", "danger", "alert")
BESIDES = {
    "hold": "Waits first", "tell": "Tells somebody", "give": "Has to come with it", "expire": "Ends by itself",
    "security key": "Security key", "second channel": "Second channel",
}  # fmt: skip
STRICTEST_FIRST = (Effect.DENY, Effect.SUGGEST, Effect.ASK, Effect.AUTO)
LABELS = {"auto": Chip("Without asking", "ok"), "suggest": Chip("Only suggested", "plain"),
          "deny": Chip("Denied", "danger")}  # fmt: skip


def draft(said: str) -> Draft:
    """The draft of an address. Raises NotFound for what is not here."""
    try:
        found = Draft.objects.select_related("based_on__policy").filter(pk=ids.parse("draft", said)).first()
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    return found


def may_write(request: Inside, name: str) -> bool:
    """Whoever configures the workspace, or the policy of this name alone."""
    policy = Policy.objects.filter(name=name).first()
    return Right.CONFIGURE in (request.rights | rights_of(request.user, request.workspace.pk, policy))


def check_may_write(request: Inside, name: str) -> UUID:
    """Who writes, by id. Raises NotEntitled, saying who could."""
    check(request.user, Right.CONFIGURE, request.workspace.pk, Policy.objects.filter(name=name).first())
    return request.user.pk


def chip(rule: Rule | None) -> Chip:
    """What a sentence does, in a word or two; its strictest part where it has several."""
    if rule is None:
        return LOST
    effects = [effect for effect in STRICTEST_FIRST if any(clause.effect is effect for clause in rule.clauses)]
    if not effects:
        return _owes(rule)
    strictest = [clause for clause in rule.clauses if clause.effect is effects[0]]
    return _asks(strictest) if effects[0] is Effect.ASK else CHIPS[effects[0]]


def _owes(rule: Rule) -> Chip:
    """Of a sentence that lets nothing and forbids nothing: what it asks for besides."""
    kinds = [extra.kind for clause in rule.clauses for extra in clause.extras]
    return Chip(BESIDES.get(kinds[0], "Asks for more"), "plain") if kinds else Chip("Holds always", "plain", "lock")


def _asks(clauses: list[Clause]) -> Chip:
    people = max((need.people for clause in clauses for need in clause.needs), default=1)
    return Chip(counted(people, "signature"), "accent")


def at_proposal(request: Inside, proposal: UUID | None) -> str:
    """Where a case is looked at; a read has no page of its own."""
    return reverse("proposal", args=[request.workspace.slug, ids.say("proposal", proposal)]) if proposal else ""


def said_of(label: str) -> Chip:
    """A verdict's label as a chip: `2 signatures`."""
    return LABELS.get(label) or Chip(label.capitalize(), "accent")
