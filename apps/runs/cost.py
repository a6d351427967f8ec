"""What a model call costs, in millionths of a US dollar, by the price list that ships with the genai-prices package.

Loading the list takes a third of a second, so only modules of the worker import this one.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING

from genai_prices import Usage, __version__, calc_price


@dataclass(frozen=True)
class Cost:
    micro_usd: int
    list: str  # which price list said so; empty where none knows the model


def of(provider: str, model: str, *, tokens_in: int, tokens_out: int, cached: int = 0) -> Cost:
    """The cost of one call, rounded up. A model that no list knows costs nothing known."""
    usage = Usage(input_tokens=tokens_in, output_tokens=tokens_out, cache_read_tokens=cached)
    try:
        price = calc_price(usage, model, provider_id=provider)
    except LookupError:
        return Cost(0, "")
    micro = (price.total_price * 1_000_000).to_integral_value(ROUND_CEILING)
    return Cost(int(micro), f"genai-prices {__version__}")
