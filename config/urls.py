"""Every address of the product. An app that has pages or an API of its own brings them in its `urls.py`."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include(f"apps.{name}.urls")) for name in settings.OUR_APPS if find_spec(f"apps.{name}.urls") is not None
]
