"""Who you are, and where you may go."""

from django.urls import path

from apps.workspaces import views

urlpatterns = [
    path("", views.start, name="start"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("workspaces/", views.choose, name="choose"),
    path("w/<slug:slug>/access/", views.access_table, name="access"),
    *(path(f"{name}/", views.short_form, {"name": name}) for name in views.SHORT),
]
