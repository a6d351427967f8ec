from django.apps import AppConfig


class Policies(AppConfig):
    name = "apps.policies"
