from tests.protocol.conftest import rehearsal

__all__ = ["rehearsal"]
