"""The audit log."""

from django.urls import path

from apps.audit import views

urlpatterns = [
    path("w/<slug:slug>/audit/", views.entries, name="audit"),
    path("w/<slug:slug>/audit/<int:seq>/", views.entry, name="entry"),
]
