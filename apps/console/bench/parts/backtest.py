"""A draft over a hundred thousand recorded proposals, on two processes: the policy that decided, and a milder one."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils import timezone

from apps.console.bench import replayed
from apps.console.bench.figures import Figure, at_most
from apps.console.bench.room import Room
from apps.console.history import generate, setting
from apps.policies.backtest import MOST_KNOWN
from apps.policies.tally import Tally

YEAR, PER_PROPOSAL = 366, 1.44  # days; actions of a proposal, on average
MILDER = tuple(sentence.replace("75 USD", "100 USD") for sentence in setting.SENTENCES)


def run(room: Room) -> Iterator[Figure]:
    """Seconds for 100,000 proposals. An unchanged policy has to say the same to every one of them, to the bit."""
    proposals = 100_000 if room.full else 10_000
    made = generate.generate(int(proposals * PER_PROPOSAL), workspaces=1, seed=8, now=timezone.now())
    place = made.places[0].workspace
    asked: dict[str, tuple[Sequence[str], int]] = {
        "unchanged": (setting.SENTENCES, MOST_KNOWN), "milder": (MILDER, MOST_KNOWN),
        "each_asked": (setting.SENTENCES, 0),
    }  # fmt: skip
    for name, (sentences, most_known) in asked.items():
        rounds = [_timed(place, sentences, most_known) for _ in range(room.rounds)]
        _must_be_alike(name, [sums for sums, _ in rounds])
        took = sorted(seconds * 100_000 / sums.cases for sums, seconds in rounds)
        yield Figure(
            f"backtest.{name}", took[len(took) // 2], f"s for 100,000 proposals, of {rounds[0][0].cases:,}",
            goal=at_most(10, of="figure"), must=at_most(20, of="figure") if room.full else None, runs=took,
        )  # fmt: skip


def _timed(place: UUID, sentences: Sequence[str], most_known: int) -> tuple[Tally, float]:
    return replayed.at_once(place, sentences, days=YEAR, most_known=most_known)


def _must_be_alike(name: str, found: Sequence[Tally]) -> None:
    for sums in found:
        alike = (sums.identical, sums.changed) == (sums.cases, 0)
        if alike is (name == "milder") or not sums.cases:
            raise RuntimeError(f"{name}: of {sums.cases} decisions {sums.identical} are the same to the bit.")
