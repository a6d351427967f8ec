"""Who you are, and where you may go."""

from django.urls import path

from apps.workspaces.views import access, calendar, doors

urlpatterns = [
    path("", doors.start, name="start"),
    path("sign-in/", doors.SignIn.as_view(), name="sign-in"),
    path("sign-out/", doors.SignOut.as_view(), name="sign-out"),
    path("workspaces/", doors.choose, name="choose"),
    path("w/<slug:slug>/access/", access.access_table, name="access"),
    path("w/<slug:slug>/calendar/", calendar.calendar, name="calendar"),
    *(path(f"{name}/", doors.short_form, {"name": name}) for name in doors.SHORT),
]
