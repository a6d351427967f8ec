"""What a browser says of a security key, as far as we read it ourselves: parsed at the edge, whoever wrote it."""

from pydantic import BaseModel, ConfigDict, Field
from webauthn.helpers import base64url_to_bytes

from apps.core.errors import Refused

Said = Field(max_length=20_000, pattern=r"^[A-Za-z0-9_-]*$")


class Response(BaseModel):
    model_config = ConfigDict(frozen=True)

    clientDataJSON: str = Said  # noqa: N815  the standard's names
    authenticatorData: str = Said  # noqa: N815
    signature: str = Said


class Credential(BaseModel):
    """An assertion: which key, and what it signed."""

    model_config = ConfigDict(frozen=True)

    said: str = Field(max_length=2_000, pattern=r"^[A-Za-z0-9_-]+$", alias="rawId")
    response: Response

    @classmethod
    def of(cls, said: str) -> "Credential":
        """Raises Refused for what is none."""
        if not said.strip():
            raise Refused("Your security key was not asked: that needs JavaScript. Turn it on, and sign again.")
        try:
            found = cls.model_validate_json(said)
            base64url_to_bytes(found.said)
        except ValueError:
            raise Refused("That is no answer of a security key. Try again.") from None
        return found

    @property
    def id(self) -> bytes:
        return base64url_to_bytes(self.said)

    @property
    def assertion(self) -> dict[str, str]:
        """What anybody needs to check it again."""
        return {
            "client data": self.response.clientDataJSON, "authenticator data": self.response.authenticatorData,
            "signature": self.response.signature,
        }  # fmt: skip
