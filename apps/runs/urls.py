"""Runs and one run."""

from django.urls import path

from apps.runs import views

urlpatterns = [
    path("w/<slug:slug>/runs/", views.runs, name="runs"),
    path("w/<slug:slug>/runs/<slug:said>/", views.run, name="run"),
    path("w/<slug:slug>/runs/<slug:said>/undo/", views.undo, name="undo-run"),
]
