from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "accounts"

    def ready(self) -> None:
        import_module("accounts.second_factor")  # whose receivers need the models of allauth
