from django.apps import AppConfig


class Runner(AppConfig):
    name = "apps.runner"
