from django.apps import AppConfig


class Connectors(AppConfig):
    name = "apps.connectors"
