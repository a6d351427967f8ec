from django.apps import AppConfig


class Runs(AppConfig):
    name = "apps.runs"
