"""The race itself: so many processes reserve at once, some are killed, caps move, and at the end everything adds up."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from apps.billing.race import plan
from apps.billing.race.watch import Watch
from apps.core import scope

Spawn = Callable[[Sequence[str]], "subprocess.Popen[str]"]


@dataclass
class Racer:
    number: int
    process: "subprocess.Popen[str]"
    share: int
    asked: int = 0
    refused: int = 0
    reader: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.reader = threading.Thread(target=self._count, daemon=True)
        self.reader.start()

    def _count(self) -> None:
        for line in self.process.stdout or ():
            asked, refused = map(int, line.split())
            self.asked += asked
            self.refused += refused

    def ended(self) -> bool:
        return self.process.poll() is not None


@dataclass
class Race:
    workspace: UUID
    seed: int
    spawn: Spawn
    racers: list[Racer] = field(default_factory=list)
    dead: list[Racer] = field(default_factory=list)

    def enter(self, share: int) -> None:
        number = 1 + len(self.racers) + len(self.dead)
        asked = [str(self.workspace), "--worker", str(number), "--share", str(share), "--seed", str(self.seed)]
        self.racers.append(Racer(number, self.spawn(asked), share))

    def kill(self, chance: Random) -> None:
        """One dies where it stands; another goes on with what was left of its share."""
        racer = chance.choice([one for one in self.racers if not one.ended()])
        racer.process.kill()
        racer.process.wait()
        racer.reader.join()
        self.racers.remove(racer)
        self.dead.append(racer)
        if racer.share > racer.asked:
            self.enter(racer.share - racer.asked)

    @property
    def asked(self) -> int:
        return sum(one.asked for one in [*self.racers, *self.dead])

    @property
    def over(self) -> bool:
        return all(one.ended() for one in self.racers)


def run(*, reservations: int, processes: int, kills: int, seed: int, spawn: Spawn) -> dict[str, float]:
    workspace = plan.set_up(reservations)
    race, chance = Race(workspace, seed, spawn), Random(seed)  # noqa: S311  the race is to be repeatable
    with scope.workspace(workspace):
        watch, began = Watch(workspace, chance), time.monotonic()
        for number in range(processes):
            race.enter(reservations // processes + (number < reservations % processes))
        _while_it_lasts(race, watch, kills, reservations)
        seconds = time.monotonic() - began
        for racer in race.racers:
            racer.reader.join()
        watch.recover([one.number for one in race.dead])
        watch.look()
        return _report(race, watch, seconds)


def _while_it_lasts(race: Race, watch: Watch, kills: int, reservations: int) -> None:
    looks = iter(range(1, 41))  # each look reads all reservations: forty are enough
    next_look = 0
    while not race.over:
        watch.move_a_cap()
        if len(race.dead) < kills and race.asked > (len(race.dead) + 0.5) * reservations / (kills + 1):
            race.kill(watch.chance)
            watch.recover([one.number for one in race.dead[:-1]])  # the last one's doubts stay for now
        if race.asked >= next_look:
            watch.look()
            next_look = next(looks, 10**9) * reservations // 40
        time.sleep(0.05)


def _report(race: Race, watch: Watch, seconds: float) -> dict[str, float]:
    failed = [one.number for one in race.racers if one.process.returncode]
    if failed:
        sys.stderr.write(f"Workers {failed} ended with an error.\n")
    refused = sum(one.refused for one in [*race.racers, *race.dead])
    granted = watch.granted()
    return {
        "reservations": granted + refused, "granted": granted, "refused": refused, "killed": len(race.dead),
        "in_doubt": watch.doubts, "caps_lowered": watch.lowered, "over": watch.over, "leaked": watch.leaked(),
        "failed": len(failed), "seconds": round(seconds, 1), "per_second": round((granted + refused) / seconds),
    }  # fmt: skip
