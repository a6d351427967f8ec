"""What every part of the bench is handed."""

from dataclasses import dataclass
from functools import cached_property

from apps.console.bench import connector, world
from apps.console.bench.world import Home
from apps.console.bench.yardstick import Yardstick
from apps.core.postgres.embedded import Place


@dataclass(frozen=True)
class Room:
    """The scratch server, and how thorough to be."""

    place: Place
    full: bool
    peers: bool = False
    sample_s: float = 0  # how long one sample runs, where somebody says so

    @property
    def rounds(self) -> int:
        return 3 if self.full else 1

    @property
    def seconds(self) -> float:
        """How long one sample runs."""
        return self.sample_s or (5 if self.full else 2)

    @cached_property
    def yard(self) -> Yardstick:
        return Yardstick(self.place, seconds=self.sample_s or (3 if self.full else 2))

    @cached_property
    def homes(self) -> list[Home]:
        connector.register()
        return world.found(100 if self.full else 16)
