"""Which architectures there are, by the name a definition gives."""

from apps.runner.architectures.base import Architecture
from apps.runner.architectures.state_machine import StateMachine

ARCHITECTURES: dict[str, Architecture] = {"state_machine": StateMachine()}
