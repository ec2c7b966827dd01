"""From a brief's rows to the value they say."""

from briefs.content import Content, Link, Quote, Section, Tag
from briefs.models import Brief, RelatedLink


def compose(brief: Brief) -> Content:
    """The content of a brief as its rows stand now. Five queries, however many parts it has."""
    return Content(
        label=brief.label,
        date=brief.date,
        title=brief.title,
        slug=brief.slug,
        developments=brief.developments,
        quotes=tuple(Quote(q.key, q.text, q.expert_id, q.name, q.title) for q in brief.quotes.all()),
        sections=tuple(Section(s.key, s.heading, s.body) for s in brief.sections.all()),
        links=tuple(compose_link(link) for link in brief.links.all()),
        issues=tuple(Tag(issue.pk, issue.name) for issue in brief.issues.order_by("name")),
    )


def compose_link(link: RelatedLink) -> Link:
    return Link(link.key, link.title, link.url, link.target_id, link.author_names(), link.source)
