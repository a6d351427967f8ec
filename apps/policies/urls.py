"""The policy in force."""

from django.urls import path

from apps.policies import views

urlpatterns = [path("w/<slug:slug>/policy/", views.policy, name="policy")]
