"""A person's own page."""

from django.urls import path

from apps.identity.views import account

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/key/", account.key, name="account-key"),
]
