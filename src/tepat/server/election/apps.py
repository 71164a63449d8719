"""This app listens to logins as soon as it is there."""

from django.apps import AppConfig


class ElectionConfig(AppConfig):
    name = "tepat.server.election"

    def ready(self) -> None:
        from tepat.server.election.accounts import heard

        heard.listen()
