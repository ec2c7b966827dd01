"""The phrases by which the reader of pasted texts knows its way: data that editors extend."""

from django.contrib import admin

from briefs.models import ReaderPhrase


@admin.register(ReaderPhrase)
class ReaderPhraseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["text", "kind"]
    list_filter = ["kind"]
    search_fields = ["text"]
    list_per_page = 200
    show_facets = admin.ShowFacets.NEVER
    save_as_continue = False
