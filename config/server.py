"""The production server, python -m config.server: granian, as the GRANIAN_… variables of deploy/granian.env say.

Everything is loaded before the workers are forked, so that they share its memory. New code therefore takes a restart.
"""

import gc
import sys
from contextlib import suppress

from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver
from granian.cli import entrypoint

import config.wsgi  # noqa: F401


def load() -> None:
    """What a worker would otherwise load by itself at its first requests: addresses with their views, and templates."""
    get_resolver().reverse_dict  # noqa: B018 - which loads every address
    folder = settings.BASE_DIR / "templates"
    for file in folder.rglob("*.html"):
        with suppress(TemplateSyntaxError):  # of an app that is not installed
            get_template(str(file.relative_to(folder)))
    gc.collect()
    gc.freeze()  # the collector would write on every page that is shared


if __name__ == "__main__":
    load()
    sys.argv[1:] = ["config.wsgi:application"]
    entrypoint()
