"""Budgets and usage, and one budget."""

from django.urls import path

from apps.billing.views import pages

urlpatterns = [
    path("w/<slug:slug>/usage/", pages.usage, name="usage"),
    path("w/<slug:slug>/usage.csv", pages.usage_csv, name="usage-csv"),
    path("w/<slug:slug>/usage/<slug:said>/", pages.budget, name="budget"),
    path("w/<slug:slug>/usage/<slug:said>/end/", pages.end, name="end-budget"),
]
