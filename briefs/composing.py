"""From a brief's rows to the value they say."""

from collections.abc import Iterable
from typing import Any

from briefs import parts
from briefs.content import Content, Link, Picture, Quote, Section, Tag
from briefs.models import Brief, RelatedLink
from issues.models import Issue


def compose(brief: Brief) -> Content:
    """The content of a brief as its rows stand now. Five queries, and one for its image, however many parts it has."""
    return composed(
        brief, brief.quotes.all(), brief.sections.all(), brief.links.all(), brief.issues.order_by("name")
    )


def composed(
    brief: Brief,
    quotes: Iterable[Any],
    sections: Iterable[parts.Section],
    links: Iterable[RelatedLink],
    issues: Iterable[Issue],
) -> Content:
    """The content of a brief that has these parts in this order, and these issues in the order of their names."""
    return Content(
        label=brief.label,
        date=brief.date,
        title=brief.title,
        slug=brief.slug,
        developments=brief.developments,
        quotes=tuple(Quote(q.key, q.text, q.expert_id, q.name, q.title) for q in quotes),
        sections=tuple(Section(s.key, s.heading, s.body) for s in sections),
        links=tuple(compose_link(link) for link in links),
        issues=tuple(Tag(issue.pk, issue.name) for issue in issues),
        image=compose_image(brief),
        language=brief.language,
        original=brief.original_id,
    )


def compose_link(link: RelatedLink) -> Link:
    return Link(link.key, link.title, link.url, link.target_id, link.author_names(), link.source)


def compose_image(brief: Brief) -> Picture | None:
    image = brief.image
    return (
        None
        if image is None
        else Picture(
            image.digest,
            image.width,
            image.height,
            brief.image_alt,
            brief.image_decorative,
            brief.image_credit,
            (brief.image_focus_x, brief.image_focus_y),
        )
    )
