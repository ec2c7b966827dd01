"""manage.py index_briefs"""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from briefs.indexing import rebuild
from briefs.models import Revision, SearchDocument, Source
from editions import searching, spoken, suggesting
from editions.models import Edition, EditionQuote


class Command(BaseCommand):
    help = "Write anew the words that briefs are found by. Saving and publishing do so, brief by brief."

    def handle(self, *args: Any, **options: Any) -> None:
        briefs, editions = Revision.objects.values("brief").distinct().count(), Edition.objects.count()
        self.follow(rebuild(Revision.objects, Source.objects, SearchDocument), briefs, "brief")
        self.follow(searching.rebuild(Edition.objects), editions, "edition")
        self.follow(suggesting.relearn(Edition.objects), editions, "edition")
        quotes = EditionQuote.objects.count()
        self.follow(spoken.rebuild(EditionQuote.objects, spoken.QuoteText), quotes, "quotation")
        self.stdout.write(f"Indexed {briefs} briefs and {editions} editions.")

    @staticmethod
    def follow(batches: Iterator[int], total: int, unit: str) -> None:
        with tqdm(total=total, unit=unit, disable=None, file=sys.stderr) as progress:
            for count in batches:
                progress.update(count)
