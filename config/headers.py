"""The response headers that neither Django nor django-csp sends, and some of Django's on the answers it leaves out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin


class HeadersMiddleware(MiddlewareMixin):
    """Stands outside all others, so that what one of them answers by itself says as much as a page: a redirect to
    HTTPS, a refusal, a file.

    Nothing here may be taken into a page of another site, unless a view says so of its answer, as those of pictures do.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        for name, value in {
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
        }.items():
            response.headers.setdefault(name, value)
        return response
