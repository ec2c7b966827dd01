"""What allauth shows in the admin is hidden: its rows are secrets, or are changed by the pages about signing in."""

from django.apps import apps
from django.contrib import admin

for app in ("account", "mfa", "usersessions", "socialaccount"):
    for model in apps.get_app_config(app).get_models() if app in apps.app_configs else ():
        if admin.site.is_registered(model):
            admin.site.unregister(model)
