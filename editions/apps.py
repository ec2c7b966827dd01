from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class EditionsConfig(AppConfig):
    name = "editions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        settling, stamp = map(import_module, ("editions.settling", "editions.stamp"))  # which need the models
        for model in ("editions.Edition", "issues.Issue", "issues.IssueMerge", "experts.ExpertMerge"):
            post_save.connect(settling.soon, model, dispatch_uid=f"settle after {model}")
        post_migrate.connect(settling.begin, sender=self, dispatch_uid="count for the first time")
        post_migrate.connect(stamp.set_triggers, sender=self, dispatch_uid="set triggers for the stamp")
