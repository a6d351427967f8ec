"""One decision, by how many rules there are: ten for each tool, and twenty about anything."""

import statistics
import time
from collections.abc import Iterator

from apps.connectors.contract import Facts, HasNone, Known, Risk, Verb
from apps.console.bench.figures import Figure, at_most, percentile
from apps.console.bench.room import Room
from apps.policies import engine, language
from apps.policies.compile import Compiled, compile_rules
from apps.policies.question import Question
from apps.policies.rule import Rule
from apps.policies.vocabulary import Vocabulary

SIZES = (10, 100, 1_000, 10_000)
A_TOOL, ABOUT_ANYTHING = 10, 20
GROUP, FIRST, LIMIT = "a" * 32, "Object0", '"amount":7500,'
KINDS = (
    "Anything over 75 USD needs two people from Finance.",
    f"Update {FIRST} up to 75 USD without asking.",
    f"Updates to {FIRST} over 75 USD need one person from Finance.",
)


def run(room: Room) -> Iterator[Figure]:
    """Microseconds of one decision in one process; then how flat it is from 10 rules to 10,000."""
    sizes = SIZES if room.full else SIZES[:3]
    middles = {}
    for size in sizes:
        took = _decisions(_compiled(size), 2_000 if room.full else 500)
        middles[size] = statistics.median(took)
        yield Figure(
            f"policy.{size}_rules", middles[size], "us, p50", goal=at_most(100, of="figure"),
            must=at_most(300, of="figure") if room.full else None, runs=[middles[size], percentile(took, 0.99)],
        )  # fmt: skip
    flat = middles[sizes[-1]] / middles[SIZES[0]]
    yield Figure(
        "policy", middles[sizes[-1]], f"us at {sizes[-1]:,} rules; ratio to 10", ratio=flat,
        must=at_most(1.5) if room.full else None,
    )  # fmt: skip


def _compiled(size: int) -> Compiled:
    """So many rules over a tenth as many objects; with few rules, half of them are about anything.

    Each kind of sentence is read once; the other rules of that kind differ from it in their limit and their object.
    """
    anything = min(ABOUT_ANYTHING, size // 2)
    objects = tuple(f"Object{number}" for number in range(max(1, (size - anything) // A_TOOL)))
    words = Vocabulary(groups={"Finance": GROUP}, objects=objects, connectors={"Bench": "bench"})
    large, small, more = (language.parse(text, words).model_dump_json() for text in KINDS)
    rules = [_like(large, 10_000 + number) for number in range(anything)]
    for number in range(size - anything):
        about, kind = objects[number % len(objects)], small if number < len(objects) else more
        rules.append(_like(kind, 75 + number // len(objects), about))
    return compile_rules([(f"rule {place}", rule) for place, rule in enumerate(rules, 1)], words)


def _like(kind: str, dollars: int, about: str = FIRST) -> Rule:
    """The same rule with another limit, about another object."""
    return Rule.model_validate_json(
        kind.replace(LIMIT, f'"amount":{dollars * 100},').replace(f'"{FIRST}"', f'"{about}"')
    )


def _decisions(compiled: Compiled, count: int) -> list[float]:
    none = HasNone()
    facts = Facts(
        money=Known(value={"amount": 4200, "currency": "USD", "category": ""}), recipients=none, fields=none,
        permission_change=Known(value=False), billing_change=Known(value=False), count=Known(value=1),
        record=Known(value={"object": "Object0", "id": "1"}),
    )  # fmt: skip
    asked = Question(
        tool="bench.update", connector="bench", verb=Verb.UPDATE, object="Object0", risk=Risk.MEDIUM, facts=facts
    )
    took = []
    for _ in range(count):
        began = time.perf_counter()
        engine.decide(compiled, asked, rung="auto")
        took.append((time.perf_counter() - began) * 1_000_000)
    return took[count // 10 :]
