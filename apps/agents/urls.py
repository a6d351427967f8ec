"""Agents and their ladders."""

from django.urls import path

from apps.agents import views

urlpatterns = [
    path("w/<slug:slug>/agents/", views.agents, name="agents"),
    path("w/<slug:slug>/agents/<str:said>/", views.agent, name="agent"),
]
