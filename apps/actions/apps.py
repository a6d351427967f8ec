import gc

from django.apps import AppConfig

GARBAGE = (20_000, 20, 50)  # what a batch makes is alive until its end: to look for garbage among it does not pay


class Actions(AppConfig):
    name = "apps.actions"

    def ready(self) -> None:
        gc.set_threshold(*GARBAGE)
