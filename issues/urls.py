"""The addresses under /issues/."""

from django.urls import path, re_path

from issues import views

urlpatterns = [
    path("", views.issues, name="issues"),
    path("matrix/", views.matrix, name="matrix"),
    re_path(r"^(?P<slug>[-\w]+)/$", views.issue, name="issue"),
]
