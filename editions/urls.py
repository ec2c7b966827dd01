"""The home page and the addresses under /briefs/ and /quotes/."""

from django.urls import include, path, re_path

from editions import oembed, previews, quotes, views
from editions.feeds import views as feeds
from editions.sitemaps import views as sitemaps
from editions.twins import pages as markdown
from editions.twins import views as twins

urlpatterns = [
    path("", views.home, name="home"),
    path("briefs/", views.briefs, name="briefs"),
    re_path(
        r"^briefs/(?P<year>[0-9]{1,6})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<slug>[-\w]+)/$",
        views.brief,
        name="brief",
    ),
    re_path(
        r"^briefs/(?P<date>[0-9]{1,6}/[0-9]{1,2}/[0-9]{1,2})/(?P<slug>[-\w]+)"
        r"\.(?P<ending>[a-z]{1,5}(?:\.json)?)$",
        twins.form,
        name="brief-form",
    ),
    path("quotes/", quotes.quotes, name="quotes"),
    re_path(r"^quotes/(?P<key>[-\w]{1,32})/$", quotes.quote, name="quote"),
    re_path(
        r"^images/(?P<digest>[0-9a-f]{64})-(?P<width>[0-9]{1,5})\.(?P<ending>avif|webp|jpg)$",
        views.image,
        name="image",
    ),
    path("feed.atom", feeds.atom, name="feed_atom"),
    path("feed.rss", feeds.rss, name="feed_rss"),
    path("feed.json", feeds.json_feed, name="feed_json"),
    path("oembed", oembed.oembed, name="oembed"),
    path("cards/", include("editions.cards.urls")),
    path("preview/<path:token>/", previews.preview, name="preview"),
    path("llms.txt", markdown.llms, name="llms"),
    re_path(rf"^(?P<page>index|{markdown.PAGES})\.md$", markdown.page, name="markdown"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(r"^sitemap-briefs-(?P<number>0|[1-9][0-9]{0,8})\.xml$", sitemaps.briefs, name="sitemap_briefs"),
    path("sitemap-issues.xml", sitemaps.issues, name="sitemap_issues"),
    path("sitemap-experts.xml", sitemaps.experts, name="sitemap_experts"),
    path("sitemap-pages.xml", sitemaps.fixed, name="sitemap_pages"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
]
