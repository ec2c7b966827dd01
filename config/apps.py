"""The desk's own site of the admin, for Django to find."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "config.desk.DeskSite"
