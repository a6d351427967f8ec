"""What all parts of a rule are made of: frozen values, named things, comparisons."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Frozen):
    """Something of the workspace: known by id, so that a new name changes no meaning."""

    id: str
    name: str


class Op(StrEnum):
    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    UP_TO = "<="
