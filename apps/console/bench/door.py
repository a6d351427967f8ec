"""The web server that the bench asks: the product, and the bench's connector."""

from apps.console.bench import connector
from config.wsgi import application

connector.register()

__all__ = ["application"]
