from tests.flows.conftest import shop

__all__ = ["shop"]
