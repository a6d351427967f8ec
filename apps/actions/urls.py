"""Proposals: the inbox, one proposal, what people do to it, and the pause."""

from django.urls import path

from apps.actions.views import deeds, inbox, listing, pause, proposal

_DEEDS = (("sign", deeds.sign), ("code", deeds.code), ("key", deeds.key), ("reject", deeds.reject),
          ("withdraw", deeds.withdraw), ("stop", deeds.stop), ("undo", deeds.undo), ("edit", deeds.edit),
          ("apply", deeds.apply), ("vouch", deeds.vouch))  # fmt: skip

urlpatterns = [
    path("w/<slug:slug>/inbox/", inbox.inbox, name="inbox"),
    path("w/<slug:slug>/actions/", listing.actions, name="actions"),
    path("w/<slug:slug>/proposals/<slug:said>/", proposal.proposal, name="proposal"),
    *(path(f"w/<slug:slug>/proposals/<slug:said>/{name}/", view, name=name) for name, view in _DEEDS),
    path("w/<slug:slug>/proposals/<slug:said>/word/<slug:action>/", deeds.word, name="word"),
    path("w/<slug:slug>/pause/", pause.pause, name="pause"),
    path("w/<slug:slug>/pause/resume/", pause.resume, name="resume"),
    path("w/<slug:slug>/pause/drill/", pause.drill, name="drill"),
]
