"""The addresses inside a workspace's console. door.py mounts them under /w/<slug>/, so the admin's own links fit."""

from django.urls import path

from apps.console.admin_sites import console

urlpatterns = [path("admin/", console.urls)]
