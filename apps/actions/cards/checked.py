"""The checks that rules ask of what is open: what people said of each, and the form that says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from apps.actions import vouch
from apps.actions.cards.viewer import Viewer
from apps.actions.cards.words import Chip
from apps.actions.decide_again import OPEN
from apps.actions.models import Action, Proposal
from apps.agents import checks
from apps.agents.models import Report
from apps.core import ids
from apps.policies.language import NotUnderstood
from apps.workspaces.access import Right

PASSED, FAILED = Chip("Passed", "ok", "check"), Chip("Failed", "danger", "cross")
UNSAID = Chip("Not reported by anybody", "plain")
MAY_NOT = "Your roles do not let you say whether a check of this has passed."


@dataclass(frozen=True)
class Said:
    """One person's word."""

    by: str
    at: datetime
    note: str
    chip: Chip


@dataclass(frozen=True)
class Checked:
    name: str
    chip: Chip
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Checks:
    rows: tuple[Checked, ...]
    href: str  # of the form; empty: this person may not
    refusal: str
    digest: str


def checked(proposal: Proposal, actions: Sequence[Action], viewer: Viewer) -> Checks | None:
    """None where no rule asks for one, or nothing is open any more."""
    open_ = [one for one in actions if one.state in OPEN and one.document is not None]
    names = _asked(open_)
    if not names:
        return None
    said = checks.said_of(vouch.own(open_[0]))  # people say it of all that is open at once
    refusal = vouch.why_not(proposal, viewer.person.pk) or ("" if Right.SIGN in viewer.rights else MAY_NOT)
    href = "" if refusal else reverse("vouch", args=[viewer.workspace.slug, ids.say("proposal", proposal.pk)])
    rows = (_row(name, [one for one in said if one.check_name == name]) for name in names)
    return Checks(tuple(rows), href, refusal, proposal.digest)


def _asked(open_: Sequence[Action]) -> list[str]:
    """Rules that nobody can read ask for nothing that a person could say; the page shows the rest all the same."""
    try:
        return vouch.asked_of(open_) if open_ else []
    except (NotUnderstood, ValueError):
        return []


def _row(name: str, said: Sequence[Report]) -> Checked:
    words = tuple(Said(one.reporter, one.said_at, one.note, PASSED if one.passed else FAILED) for one in said)
    if not words:
        return Checked(name, UNSAID, ())
    return Checked(name, FAILED if FAILED in [one.chip for one in words] else PASSED, words)
