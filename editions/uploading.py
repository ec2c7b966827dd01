"""A picture that a form sends ahead of itself: taken in at once, and shown to whoever sent it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from briefs.imaging import NotAPicture, receive
from briefs.models import Image
from editions.pictures import sources


def take_in(request: HttpRequest) -> JsonResponse:
    """The picture in the field `file`, as JSON of what the form needs; 400 with a sentence for what is none.

    The caller has looked whether `request.user` may.
    """
    sent = request.FILES.get("file")
    if sent is None:
        return JsonResponse({"refusal": "No file arrived. Choose it again."}, status=400)
    try:
        image = receive(sent, request.user)  # type: ignore[arg-type]  # the admin lets only users in
    except NotAPicture as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=400)
    return JsonResponse(shown(image))


def shown(image: Image) -> dict[str, Any]:
    """What a form's script shows of a picture, public or not."""
    return {
        "image": image.pk,
        "width": image.width,
        "height": image.height,
        "src": sources(image, private=True).src,
    }
