"""Language models, one call at a time, through pydantic_ai's direct interface: it executes nothing and decides nothing.

Only workers import this module; it takes seconds to load.
"""

from collections.abc import Sequence
from typing import Any

import httpx
from pydantic_ai import ModelRequest, ModelResponse, ToolCallPart, UserPromptPart
from pydantic_ai.direct import model_request_sync
from pydantic_ai.exceptions import AgentRunError, UserError
from pydantic_ai.messages import ModelMessage, ModelMessagesTypeAdapter, SystemPromptPart
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings
from pydantic_ai.tools import ToolDefinition

from apps.runner.models.question import Answer, Foreseen, Unanswered, checked, shown, system
from apps.runner.wishes import Ask
from apps.runs import cost

MOST_TOKENS = 2_000  # of one answer


class DirectModel:
    def __init__(self, provider: str, name: str, *, base_url: str = "", api_key: str = "") -> None:
        self.provider, self.name = provider, name
        self.model = _model(provider, name, base_url, api_key)

    def foresee(self, ask: Ask) -> Foreseen:
        """A token is seldom less than two characters, and the answer has its own limit."""
        tokens_in = (len(system(ask)) + len(_user(ask)) + len(str(ask.answer))) // 2
        price = cost.of(self.provider, self.name, tokens_in=tokens_in, tokens_out=MOST_TOKENS)
        return Foreseen(tokens_in + MOST_TOKENS, price.micro_usd)

    def answer(self, ask: Ask, *, timeout_s: float) -> Answer:
        asked = ModelRequest(parts=[SystemPromptPart(system(ask)), UserPromptPart(_user(ask))])
        settings = ModelSettings(max_tokens=MOST_TOKENS, temperature=0, timeout=timeout_s)
        try:
            said = model_request_sync(self.model, [asked], model_settings=settings, model_request_parameters=_form(ask))
        except (AgentRunError, UserError, httpx.HTTPError) as why:
            raise Unanswered(f"The model did not answer: {why}") from why
        return checked(ask, self._read(said, [asked, said]))

    def _read(self, said: ModelResponse, messages: Sequence[ModelMessage]) -> Answer:
        used = said.usage
        price = cost.of(
            self.provider, said.model_name or self.name,
            tokens_in=used.input_tokens, tokens_out=used.output_tokens, cached=used.cache_read_tokens,
        )  # fmt: skip
        dumped: list[Any] = ModelMessagesTypeAdapter.dump_python(list(messages), mode="json")
        return Answer(
            _called(said), f"{self.provider}:{self.name}", dumped,
            used.input_tokens, used.output_tokens, price.micro_usd, price.list,
        )  # fmt: skip


def _model(provider: str, name: str, base_url: str, api_key: str) -> Model:
    # Our retries alone: an SDK's own would go on beyond the step's lease.
    if provider == "openai":
        made = OpenAIProvider(base_url=base_url or None, api_key=api_key or "none")
        made.client.max_retries = 0
        return OpenAIChatModel(name, provider=made)
    made_anthropic = AnthropicProvider(api_key=api_key or "none")
    made_anthropic.client.max_retries = 0
    return AnthropicModel(name, provider=made_anthropic)


def _form(ask: Ask) -> ModelRequestParameters:
    tool = ToolDefinition(name="answer", description=ask.title, parameters_json_schema=ask.answer)
    return ModelRequestParameters(output_mode="tool", output_tools=[tool], allow_text_output=False)


def _user(ask: Ask) -> str:
    return "\n\n".join(shown(material) for material in ask.material)


def _called(said: ModelResponse) -> Any:
    """The arguments of its one call of the form; nothing where there is no such call, which then fits no form."""
    calls = [part for part in said.parts if isinstance(part, ToolCallPart) and part.tool_name == "answer"]
    if len(calls) != 1:
        return None
    try:
        return calls[0].args_as_dict(raise_if_invalid=True)
    except (ValueError, AssertionError):
        return None
