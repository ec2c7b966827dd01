from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "audit log"

    def ready(self) -> None:
        import_module("audit.signing_in")  # whose receivers need the models
