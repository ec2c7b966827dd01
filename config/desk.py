"""The admin's own addresses where they would tell more than a person may see."""

from typing import cast

from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path


class DeskSite(AdminSite):
    """The admin, whose way from a row to its page is only for those who may see that row at the desk: the address of
    what is not public yet tells its date and its title.
    """

    def get_urls(self) -> list[URLPattern | URLResolver]:
        view = self.admin_view(self.on_site)
        own = path("r/<path:content_type_id>/<path:object_id>/", view, name="view_on_site")
        return [own, *super().get_urls()]

    def on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        try:
            kind = ContentType.objects.get_for_id(int(content_type_id[:9]))
            desk = self.get_model_admin(cast(type[Model], kind.model_class()))
        except (ValueError, ContentType.DoesNotExist, NotRegistered):
            raise Http404("The desk knows no such thing.") from None
        if not desk.has_view_permission(request):
            raise PermissionDenied("You may not see this at the desk.")
        return shortcut(request, content_type_id, object_id)
