"""A person at their browser: signs in, reads pages, sends forms. Nothing but HTTP."""

from typing import Self

import httpx

from apps.console.demo.page import Page
from apps.console.demo.promise import Broken

CSRF = "countersign_csrf"


class Person:
    def __init__(self, url: str, slug: str, name: str) -> None:
        self._http = httpx.Client(base_url=url, follow_redirects=True, timeout=20, trust_env=False)
        self._here = f"/w/{slug}"
        self.name = name

    def signed_in(self, email: str, password: str) -> Self:
        """Raises Broken where the door stays closed."""
        self._http.get("/sign-in/").raise_for_status()
        page = self._send("/sign-in/", email=email, password=password)
        if "sign-in" in page.path:
            raise Broken(f"{self.name} cannot sign in: {page.refusal or page.status}")
        return self

    def reads(self, path: str) -> Page:
        answer = self._http.get(f"{self._here}/{path}")
        answer.raise_for_status()
        return _page(answer)

    def sends(self, path: str, **fields: str) -> Page:
        """The form's answer, after whatever it forwards to."""
        return self._send(f"{self._here}/{path}", **fields)

    def _send(self, path: str, **fields: str) -> Page:
        token = self._http.cookies.get(CSRF, "")
        return _page(self._http.post(path, data={"csrfmiddlewaretoken": token, **fields}))


def _page(answer: httpx.Response) -> Page:
    return Page(answer.url.path, answer.status_code, answer.text)
