"""Connections."""

from django.urls import path

from apps.connectors import views

urlpatterns = [
    path("w/<slug:slug>/connections/", views.connections, name="connections"),
    path("w/<slug:slug>/connections/<slug:said>/test/", views.test, name="test-connection"),
]
