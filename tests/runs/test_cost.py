"""What a call costs, by the price list that ships with the product."""

from apps.runs import cost


def test_a_known_model_costs_what_its_list_says() -> None:
    of_call = cost.of("openai", "gpt-4o-mini", tokens_in=1000, tokens_out=100)
    assert (of_call.micro_usd, of_call.list.partition(" ")[0]) == (210, "genai-prices")


def test_part_of_a_millionth_is_rounded_up() -> None:
    assert cost.of("openai", "gpt-4o-mini", tokens_in=1, tokens_out=0).micro_usd == 1


def test_a_model_that_no_list_knows_costs_nothing_known() -> None:
    assert cost.of("openai", "house-model", tokens_in=1000, tokens_out=100) == cost.Cost(0, "")
