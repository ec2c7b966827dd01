"""The addresses under /cards/, each that of a page with the card's own name behind it."""

from django.urls import re_path

from editions.cards import views
from editions.cards.drawing import SIZES
from editions.cards.words import PAGES

CARD = rf"(?P<digest>[0-9a-f]{{16}})-(?P<size>{'|'.join(SIZES)})\.png$"
DAY = r"(?P<year>[0-9]{1,6})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})"

urlpatterns = [
    re_path(rf"^briefs/{DAY}/(?P<slug>[-\w]+)/{CARD}", views.brief, name="brief-card"),
    re_path(rf"^quotes/(?P<key>[-\w]{{1,32}})/{CARD}", views.quotation, name="quotation-card"),
    re_path(rf"^issues/(?P<slug>[-\w]+)/{CARD}", views.issue, name="issue-card"),
    re_path(rf"^experts/(?P<slug>[-\w]+)/{CARD}", views.expert, name="expert-card"),
    re_path(rf"^pages/(?P<name>{'|'.join(PAGES)})/{CARD}", views.page, name="page-card"),
    re_path(rf"^{CARD}", views.newsroom, name="newsroom-card"),
]
