"""Which model answers. Only workers import this module.

`demo` · `openai:<name>` or `openai:<name>@<base address>` for anything that speaks that protocol · `anthropic:<name>`.
"""

from functools import cache

from django.conf import settings

from apps.core.errors import Refused
from apps.runner.models.demo import DemoModel
from apps.runner.models.direct import DirectModel
from apps.runner.models.question import Model

PROVIDERS = ("openai", "anthropic")


class NoSuchModel(Refused):
    """The route names no model that this installation can ask."""

    code = "no_such_model"


def to(named: str) -> Model:
    """The model of a definition; `default` is the installation's. Raises NoSuchModel.

    Only the operator names an address, in the settings: a definition that could would reach into that network.
    """
    installed = settings.COUNTERSIGN_MODEL
    route = installed if named == "default" else named
    if "@" in route and route != installed:
        raise NoSuchModel("A definition may not name the address of a model; the operator sets it.")
    return _model(route, settings.COUNTERSIGN_MODEL_KEYS.get(route.partition(":")[0], ""))


@cache
def _model(route: str, api_key: str) -> Model:
    if route == "demo":
        return DemoModel()
    provider, _, rest = route.partition(":")
    name, _, base_url = rest.partition("@")
    if provider not in PROVIDERS or not name or (base_url and provider != "openai"):
        raise NoSuchModel(f"No model can be reached by {route!r}. Write demo, openai:NAME or anthropic:NAME.")
    return DirectModel(provider, name, base_url=base_url, api_key=api_key)
