"""The home page and the addresses under /briefs/."""

from django.urls import path, re_path
from django.views.generic import TemplateView

from editions import views

urlpatterns = [
    path("", views.home, name="home"),
    path("briefs/", views.briefs, name="briefs"),
    re_path(
        r"^briefs/(?P<year>[0-9]{1,6})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<slug>[-\w]+)/$",
        views.brief,
        name="brief",
    ),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain; charset=utf-8"),
        name="robots",
    ),
]
