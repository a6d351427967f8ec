"""Settings, addresses and entry points. Importing Celery here lets every process send messages, not workers alone."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
