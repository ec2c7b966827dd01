"""Every address of the site, mounted."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz
from config.metrics import metrics

handler400 = "config.errors.bad_request"

urlpatterns = [
    path("", include("editions.urls")),
    path("issues/", include("issues.urls")),
    path("experts/", include("experts.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", include("accounts.urls")),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
