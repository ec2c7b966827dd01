from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from briefs.roles import make_groups


class BriefsConfig(AppConfig):
    name = "briefs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("briefs.mailing")  # whose receivers need the models
        post_migrate.connect(make_groups, dispatch_uid="briefs.make_groups")
