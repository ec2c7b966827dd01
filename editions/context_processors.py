"""What every template may show."""

from django.conf import settings
from django.http import HttpRequest


def newsroom(request: HttpRequest) -> dict[str, str]:
    """The newsroom's name, as the settings give it."""
    return {"newsroom": settings.NEWSROOM_NAME}
