"""Home and the two consoles."""

from django.urls import path

from apps.console import views
from apps.console.admin_sites import console, ops

urlpatterns = [
    path("w/<slug:slug>/", views.home, name="home"),
    path("w/<slug:slug>/admin/", console.urls),
    path("ops/", ops.urls),
]
