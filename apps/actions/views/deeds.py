"""What people do to a proposal: each a POST from its page, that calls one verb and comes back to the page."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from apps.actions import approve as signing
from apps.actions import edit as editing
from apps.actions import stepup
from apps.actions import stop as stopping
from apps.actions import undo as undoing
from apps.actions import vouch as vouching
from apps.actions import word as words
from apps.actions.cards.bar import EDITABLE
from apps.actions.models import Action, Proposal
from apps.actions.views.found import parsed, proposal_at
from apps.actions.views.proposal import draw
from apps.console.door import Inside
from apps.console.shell import status_of
from apps.core import ids
from apps.core.errors import NotFound, Refused

Deed: TypeAlias = Callable[[], object]
ASKED = "Asked again. What the target answers shows here."
SAYS: dict[str, words.Says] = {"happened": "happened", "did_not": "did not", "again": "try again", "ask": "ask"}


@require_POST
def sign(request: Inside, said: str) -> HttpResponse:
    """Where a rule asks for it, the signature is confirmed with what stands in the form."""
    found = proposal_at(said)
    return _do(request, found, partial(_sign, request, found), "Signed.")


def _sign(request: Inside, found: Proposal) -> Proposal:
    proofs = stepup.confirmed(found.pk, by=request.user, given=_given(request))
    return signing.sign(found.pk, by=request.user, digest=_digest(request), proofs=proofs)


def _given(request: Inside) -> stepup.Given:
    said, session = request.POST, request.session
    return stepup.Given(
        said.get("code", ""), said.get("credential", ""), session, request.get_host(), request.is_secure()
    )  # fmt: skip


@require_POST
def key(request: Inside, said: str) -> HttpResponse:
    """What the browser asks a security key, so that it confirms the signature."""
    try:
        asked = stepup.ask_key(proposal_at(said).pk, by=request.user, given=_given(request))
    except NotFound:
        raise
    except Refused as why:
        return JsonResponse({"detail": str(why)}, status=status_of(why))
    return HttpResponse(asked, content_type="application/json")


@require_POST
def code(request: Inside, said: str) -> HttpResponse:
    """Mails a code that confirms the signature."""
    found = proposal_at(said)
    try:
        to = stepup.send_code(found.pk, by=request.user)
    except NotFound:
        raise
    except Refused as why:
        return draw(request, found, refused=str(why), status=status_of(why), drawn_from=_digest(request))
    messages.success(request, f"A code was mailed to {to}. It counts for ten minutes, for exactly this.")
    return redirect("proposal", request.workspace.slug, ids.say("proposal", found.pk))


@require_POST
def reject(request: Inside, said: str) -> HttpResponse:
    found, reason = proposal_at(said), request.POST.get("reason", "")
    deed = partial(signing.decline, found.pk, by=request.user, digest=_digest(request), reason=reason)
    return _do(request, found, deed, "Rejected. Nothing was sent.")


@require_POST
def withdraw(request: Inside, said: str) -> HttpResponse:
    found = proposal_at(said)
    return _do(request, found, partial(signing.withdraw, found.pk, by=request.user), "Your signature is taken back.")


@require_POST
def stop(request: Inside, said: str) -> HttpResponse:
    found = proposal_at(said)
    return _do(request, found, partial(stopping.stop, found.pk, by=request.user), "Stopped.")


@require_POST
def undo(request: Inside, said: str) -> HttpResponse:
    """Proposes the inverse of what ran and was ticked. Without a tick box in the form, of everything."""
    found = proposal_at(said)
    kept = {parsed("action", one) for one in request.POST.getlist("step")}
    done = set(Action.objects.filter(proposal_id=found.pk).values_list("pk", flat=True))
    deed = partial(undoing.undo, found.pk, by=request.user, leave_out=done - kept if kept else set())
    return _do(request, found, deed, "Proposed to take this back.")


@require_POST
def edit(request: Inside, said: str) -> HttpResponse:
    """New wording for a message: another document, decided and signed anew."""
    found = proposal_at(said)
    action = _action(found, request.POST.get("action", ""))
    changes = {name: request.POST[name] for name in EDITABLE if name in request.POST}
    deed = partial(editing.edit, action.pk, by=request.user, arguments=changes, digest=_digest(request))
    return _do(request, found, deed, "The new wording stands. Signatures start again.")


@require_POST
def vouch(request: Inside, said: str) -> HttpResponse:
    """Whether a check has passed, and how they found out."""
    found, given = proposal_at(said), request.POST
    deed = partial(
        vouching.vouch, found.pk, given.get("check", ""), passed=given.get("passed") == "yes",
        note=given.get("note", ""), by=request.user, digest=_digest(request),
    )  # fmt: skip
    return _do(request, found, deed, "Your word is recorded, and policy decided again.")


@require_POST
def apply(request: Inside, said: str) -> HttpResponse:
    found = proposal_at(said)
    return _do(request, found, partial(editing.apply, found.pk, by=request.user), "Proposed in your name.")


@require_POST
def word(request: Inside, said: str, action: str) -> HttpResponse:
    found = proposal_at(said)
    unknown = _action(found, action)
    says = SAYS.get(request.POST.get("says", ""))
    if says is None:
        return draw(
            request, found, refused="Say what happened: it did, it did not, try again, or ask the system.", status=400
        )
    return _do(
        request,
        found,
        partial(words.word, unknown.pk, by=request.user, says=says),
        ASKED if says == "ask" else "Your word is recorded.",
    )


def _do(request: Inside, found: Proposal, deed: Deed, said: str) -> HttpResponse:
    """Do it and go to where it shows; or draw the page with the reason why not."""
    try:
        made = deed()
    except NotFound:
        raise
    except Refused as why:
        now = Proposal.objects.get(pk=found.pk)
        return draw(request, now, refused=str(why), status=status_of(why), drawn_from=_digest(request))
    messages.success(request, said)
    shown = made if isinstance(made, Proposal) else found
    return redirect("proposal", request.workspace.slug, ids.say("proposal", shown.pk))


def _digest(request: Inside) -> str:
    return request.POST.get("digest", "")


def _action(proposal: Proposal, said: str) -> Action:
    found = Action.objects.filter(pk=parsed("action", said), proposal_id=proposal.pk).first()
    if found is None:
        raise NotFound
    return found
