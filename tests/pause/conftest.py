from tests.actions.conftest import _furnished, shop

__all__ = ["_furnished", "shop"]
