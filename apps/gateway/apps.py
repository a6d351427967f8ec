from django.apps import AppConfig


class Gateway(AppConfig):
    name = "apps.gateway"
