from tests.flows.conftest import furnished, shop

__all__ = ["furnished", "shop"]
