"""One address for every form of a brief. It leads where the page's own address leads."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from editions.freshness import conditional
from editions.imprint import Imprint, form_address
from editions.site import Site
from editions.twins.forms import FORMS, Form
from editions.twins.public_json import shape
from editions.views import real_date, sought


@require_safe
def form(request: HttpRequest, date: str, slug: str, ending: str) -> HttpResponse:
    """A brief in another form. A former address, or a wrong date, leads to the present one for good."""
    at = timezone.now()
    if ending not in FORMS:
        raise Http404
    edition = sought(request, real_date(*date.split("/")), slug, at)
    if isinstance(edition, HttpResponse):
        return edition
    address = form_address(edition, ending)
    if request.path != unquote(address):
        return redirect(address, permanent=True)
    imprint = Imprint.of(edition, at, Site.of(request))
    answer = conditional(request, at, shape(imprint), lambda: drawn(FORMS[ending], imprint))
    answer["Link"] = f'<{imprint.address}>; rel="canonical"'
    return answer


def drawn(form: Form, imprint: Imprint) -> HttpResponse:
    answer = HttpResponse(form.write(imprint), content_type=form.content_type)
    name = unquote(form_address(imprint.edition, form.ending).rpartition("/")[2])
    answer["Content-Disposition"] = content_disposition_header(form.kept, name) or "inline"
    return answer
