"""A draft over a hundred thousand recorded proposals, on two processes: the policy that decided, and two others."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from apps.console.bench import replayed
from apps.console.bench.figures import Figure, at_most
from apps.console.bench.room import Room
from apps.console.history import generate, setting
from apps.policies.tally import Tally

YEAR, PER_PROPOSAL = 366, 1.44  # days; actions of a proposal, on average
MILDER = tuple(sentence.replace("75 USD", "100 USD") for sentence in setting.SENTENCES)
# One that looks at what surrounds an action, which is another each time.
LOOKING = (*setting.SENTENCES, "Messages outside working hours need one person from Finance.")


def run(room: Room) -> Iterator[Figure]:
    """Seconds for 100,000 proposals. An unchanged policy has to say the same to every one of them, to the bit."""
    proposals = 100_000 if room.full else 10_000
    made = generate.generate(int(proposals * PER_PROPOSAL), workspaces=1, seed=8, now=timezone.now())
    place = made.places[0].workspace
    for name, sentences in (("unchanged", setting.SENTENCES), ("milder", MILDER), ("looking", LOOKING)):
        rounds = [replayed.at_once(place, sentences, days=YEAR) for _ in range(room.rounds)]
        _must_be_alike(name, [sums for sums, _ in rounds])
        took = sorted(seconds * 100_000 / sums.cases for sums, seconds in rounds)
        yield Figure(
            f"backtest.{name}", took[len(took) // 2], f"s for 100,000 proposals, of {rounds[0][0].cases:,}",
            goal=at_most(10, of="figure"), must=at_most(20, of="figure") if room.full else None, runs=took,
        )  # fmt: skip


def _must_be_alike(name: str, found: Sequence[Tally]) -> None:
    for sums in found:
        alike = (sums.identical, sums.changed) == (sums.cases, 0)
        if alike is not (name == "unchanged") or not sums.cases:
            raise RuntimeError(f"{name}: of {sums.cases} decisions {sums.identical} are the same to the bit.")
