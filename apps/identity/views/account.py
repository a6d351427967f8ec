"""One's own page: the security keys that one signs with, added with the password and removed by a click."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.errors import NotFound, Refused
from apps.identity import guesses, nonces, passkeys
from apps.identity.passkeys import Site
from apps.workspaces.models import User

ADDING = "add"
NO_SCRIPT = "Your security key was not asked: that needs JavaScript. Turn it on, and add the key again."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """What one signs with. A POST adds a key or ends one."""
    assert isinstance(request.user, User)
    if request.method != "POST":
        return _draw(request, request.user)
    try:
        if request.POST.get("deed") == "end":
            passkeys.end(request.user, _id(request.POST.get("key", "")))
            messages.success(request, "That key signs nothing any more.")
        else:
            added = _add(request, request.user)
            messages.success(request, f"{added} is added.")
    except NotFound:
        return render(request, "404.html", status=404)
    except Refused as why:
        return _draw(request, request.user, refused=str(why), status=409)
    return redirect("account")


@login_required
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """What the browser asks a new key for."""
    assert isinstance(request.user, User)
    try:
        options = passkeys.to_add(request.user, _site(request), nonces.fresh(request.session, ADDING))
    except Refused as why:
        return JsonResponse({"detail": str(why)}, status=409)
    return HttpResponse(options, content_type="application/json")


def _add(request: HttpRequest, person: User) -> str:
    if not guesses.proven(person, request.POST.get("password", ""), request):
        raise Refused("That is not your password, so no key was added.")
    said = request.POST.get("credential", "")
    if not said:
        raise Refused(NO_SCRIPT)
    nonce, name = nonces.taken(request.session, ADDING), request.POST.get("name", "")
    return passkeys.add(person, _site(request), nonce=nonce, said=said, name=name).name


def _site(request: HttpRequest) -> Site:
    return Site.of(request.get_host(), secure=request.is_secure())


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotFound from None


def _draw(request: HttpRequest, person: User, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = {"keys": list(passkeys.of(person)), "refused": refused, "most": passkeys.MOST}
    answer = render(request, "identity/account.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
