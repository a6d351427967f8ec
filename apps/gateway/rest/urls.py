from django.urls import path

from apps.gateway.rest import api

app_name = "api"

urlpatterns = [
    path("openapi.json", api.openapi, name="openapi"),
    path("tools", api.tools, name="tools"),
    path("reads", api.reads, name="reads"),
    path("checks", api.checks, name="checks"),
    path("proposals", api.proposals, name="proposals"),
    path("proposals/<str:proposal_id>", api.proposal, name="proposal"),
]
