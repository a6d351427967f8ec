"""Home and the operations console. The console of a workspace is mounted by door.py."""

from django.urls import path

from apps.console import views
from apps.console.admin_sites import ops

urlpatterns = [
    path("w/<slug:slug>/", views.home, name="home"),
    path("ops/", ops.urls),
]
