"""The addresses under /experts/."""

from django.urls import path, re_path

from experts import views

urlpatterns = [
    path("", views.experts, name="experts"),
    re_path(r"^(?P<slug>[-\w]+)/$", views.expert, name="expert"),
]
