"""The desk: the Django admin as this newsroom's editors see it."""

from django.conf import settings
from django.contrib import admin

from briefs.admin.brief import BriefAdmin
from briefs.admin.people import GroupsAdmin, PeopleAdmin
from briefs.admin.phrases import ReaderPhraseAdmin
from briefs.admin.rules import DeskRulesAdmin

__all__ = ["BriefAdmin", "DeskRulesAdmin", "GroupsAdmin", "PeopleAdmin", "ReaderPhraseAdmin"]

admin.site.site_header = f"{settings.NEWSROOM_NAME} desk"
admin.site.site_title = f"{settings.NEWSROOM_NAME} desk"
admin.site.index_title = "The desk"
admin.site.enable_nav_sidebar = False
