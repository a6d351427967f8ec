"""The audit log, and what it gives out to be checked elsewhere."""

from django.urls import path

from apps.audit.views import downloads, entries

urlpatterns = [
    path("w/<slug:slug>/audit/", entries.entries, name="audit"),
    path("w/<slug:slug>/audit/<int:seq>/", entries.entry, name="entry"),
    path("w/<slug:slug>/audit/evidence/<slug:action>/", downloads.evidence_of, name="evidence"),
    path("w/<slug:slug>/audit/log/", downloads.whole_log, name="whole_log"),
    path("w/<slug:slug>/audit/checkpoints/", downloads.checkpoints, name="checkpoints"),
    path("w/<slug:slug>/audit/key/", downloads.key, name="log_key"),
    path("w/<slug:slug>/audit/verifier/", downloads.verifier, name="verifier"),
]
