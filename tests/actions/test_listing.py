"""The list of actions: each row leads somewhere."""

import re

from django.test import Client

from tests.actions.shop import Shop
from tests.actions.test_provenance import free, has_read, mail, proposes

__all__ = ["free"]


def test_a_read_leads_to_its_run_and_a_write_to_its_proposal(free: Shop) -> None:
    case = free.case(at_least=100)
    proposes(free, has_read(free, case), mail(free, case["email"]))
    ada = Client()
    ada.force_login(free.person("ada"), "django.contrib.auth.backends.ModelBackend")
    listed = ada.get("/w/harbour-pine/actions/").content.decode()
    links = set(re.findall(r'href="(/w/harbour-pine/(?:runs|proposals)/[^"#]+)', listed))
    assert {link.split("/")[3] for link in links} == {"runs", "proposals"}
    assert {ada.get(link).status_code for link in links} == {200}
