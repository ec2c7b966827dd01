"""Who is let through which door: every address of the site, every role, GET and POST, as tables.

A cell of eight letters tells of the roles in the order of `tests.security.roles.ROLES`: y let in, n refused (403),
f not found (404, 410), b told that the question makes no sense (400), s led to the sign-in (or told of it in JSON,
401), m a method that the address does not take (405).
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from tests.briefs.addresses import World

# The desk's own addresses: what a GET meets, and what a POST meets that sends nothing.
DESK: dict[str, tuple[str, str]] = {
    "editions_edition_changelist": ("ssns yyyy", "ssns yyyy"),
    "editions_edition_add": ("ssns nnnn", "ssns nnnn"),
    "editions_edition_history": ("ssns yyyy", "ssns yyyy"),
    "editions_edition_delete": ("ssns nnnn", "ssns nnnn"),
    "editions_edition_change": ("ssns yyyy", "ssns nnnn"),
    "experts_expert_printed": ("ssfs yyyy", "ssfs yyyy"),
    "experts_expert_portraits": ("ssms mmmm", "ssns yyyy"),
    "experts_expert_rename": ("ssns nyyy", "ssns nyyy"),
    "experts_expert_merge": ("ssns nyyy", "ssns nyyy"),
    "experts_expert_undo": ("ssns nyyy", "ssns nyyy"),
    "experts_expert_changelist": ("ssns yyyy", "ssns yyyy"),
    "experts_expert_add": ("ssns yyyy", "ssns yyyy"),
    "experts_expert_history": ("ssns yyyy", "ssns yyyy"),
    "experts_expert_delete": ("ssns nyyy", "ssns nyyy"),
    "experts_expert_change": ("ssns yyyy", "ssns nyyy"),
    "briefs_brief_paste": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_source": ("ssns yyyy", "ssns ffff"),
    "briefs_brief_bulk_look": ("ssms mmmm", "ssns yyyy"),
    "briefs_brief_bulk_do": ("ssms mmmm", "ssns yyyy"),
    "briefs_brief_bulk_acts": ("ssns yyyy", "ssms mmmm"),
    "briefs_brief_bulk_act": ("ssns yyyy", "ssms mmmm"),
    "briefs_brief_bulk_undo": ("ssms mmmm", "ssns yyyy"),
    "briefs_brief_expert_names": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_plan": ("ssms mmmm", "ssns nyyy"),
    "briefs_brief_schedule": ("ssns yyyy", "ssms mmmm"),
    "briefs_brief_when": ("ssns nnyy", "ssms mmmm"),
    "briefs_brief_publish": ("ssns nnyy", "ssns nnyy"),
    "briefs_brief_cancel": ("ssns nnyy", "ssns nnyy"),
    "briefs_brief_expiry": ("ssns nnyy", "ssns nnyy"),
    "briefs_brief_embargo": ("ssns nyyy", "ssns nyyy"),
    "briefs_brief_unsaved_new": ("ssys yyyy", "ssns yyyy"),
    "briefs_brief_unsaved": ("ssys yyyy", "ssns yyyy"),
    "briefs_brief_present": ("ssys yyyy", "ssns yyyy"),
    "briefs_brief_preview_new": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_preview": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_kept": ("ssfs yfff", "ssms mmmm"),
    "briefs_brief_bring_back": ("ssms mmmm", "ssfs yfff"),
    "briefs_brief_throw_away": ("ssms mmmm", "ssfs yfff"),
    "briefs_brief_advice": ("ssms mmmm", "ssns yyyy"),
    "briefs_brief_compare": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_version": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_version_page": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_version_name": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_restore": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_people": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_comments": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_comment": ("ssms mmmm", "ssns yyyy"),
    "briefs_brief_previews": ("ssns yyyy", "ssns nyyy"),
    "briefs_brief_revoke": ("ssms mmmm", "ssns nyyy"),
    "briefs_brief_images": ("ssms mmmm", "ssns yyyy"),
    "briefs_brief_choices": ("ssns nnnn", "ssms mmmm"),
    "briefs_brief_withdraw": ("ssns nnyy", "ssns nnyy"),
    "briefs_brief_changelist": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_add": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_history": ("ssns yyyy", "ssns yyyy"),
    "briefs_brief_delete": ("ssns nyyy", "ssns nyyy"),
    "briefs_brief_change": ("ssns yyyy", "ssns yyyy"),
    "auth_user_password_change": ("ssns nnny", "ssns nnny"),
    "auth_user_changelist": ("ssns nnny", "ssns nnny"),
    "auth_user_add": ("ssns nnny", "ssns nnny"),
    "auth_user_history": ("ssns nnny", "ssns nnny"),
    "auth_user_delete": ("ssns nnny", "ssns nnny"),
    "auth_user_change": ("ssns nnny", "ssns nnny"),
    "auth_group_changelist": ("ssns nnny", "ssns nnny"),
    "auth_group_add": ("ssns nnny", "ssns nnny"),
    "auth_group_history": ("ssns nnny", "ssns nnny"),
    "auth_group_delete": ("ssns nnny", "ssns nnny"),
    "auth_group_change": ("ssns nnny", "ssns nnny"),
    "briefs_readerphrase_changelist": ("ssns yyyy", "ssns yyyy"),
    "briefs_readerphrase_add": ("ssns nyyy", "ssns nyyy"),
    "briefs_readerphrase_history": ("ssns yyyy", "ssns yyyy"),
    "briefs_readerphrase_delete": ("ssns nyyy", "ssns nyyy"),
    "briefs_readerphrase_change": ("ssns yyyy", "ssns nyyy"),
    "briefs_deskrules_changelist": ("ssns nnny", "ssns nnny"),
    "briefs_deskrules_add": ("ssns nnnn", "ssns nnnn"),
    "briefs_deskrules_history": ("ssns nnny", "ssns nnny"),
    "briefs_deskrules_delete": ("ssns nnnn", "ssns nnnn"),
    "briefs_deskrules_change": ("ssns nnny", "ssns nnny"),
    "issues_issue_rename": ("ssns nyyy", "ssns nyyy"),
    "issues_issue_merge": ("ssns nyyy", "ssns nyyy"),
    "issues_issue_undo": ("ssns nyyy", "ssns nyyy"),
    "issues_issue_changelist": ("ssns yyyy", "ssns yyyy"),
    "issues_issue_add": ("ssns nyyy", "ssns nyyy"),
    "issues_issue_history": ("ssns yyyy", "ssns yyyy"),
    "issues_issue_delete": ("ssns nyyy", "ssns nyyy"),
    "issues_issue_change": ("ssns yyyy", "ssns nyyy"),
    "audit_entry_changelist": ("ssns nnny", "ssns nnny"),
    "audit_entry_download": ("ssms mmmm", "ssns nnny"),
}

# The admin's own addresses.
ADMIN: dict[str, tuple[str, str]] = {
    "index": ("ssys yyyy", "ssys yyyy"),
    "login": ("yyyy yyyy", "yyyy yyyy"),
    "logout": ("yymy mmmm", "yyyy yyyy"),
    "password_change": ("ssys yyyy", "ssys yyyy"),
    "password_change_done": ("ssys yyyy", "ssms mmmm"),
    "jsi18n": ("ssys yyyy", "ssms mmmm"),
    "autocomplete": ("ssns nnnn", "ssms mmmm"),
    "view_on_site": ("ssns yyyy", "ssns yyyy"),
    "app_list": ("ssfs yyyy", "ssfs yyyy"),
}

# The addresses about signing in. What is one's own is for staff, in a group or not.
OWN = ("ssys yyyy", "ssys yyyy")
FRONT = ("yyyy yyyy", "yyyy yyyy")
ACCOUNTS: dict[str, tuple[str, tuple[str, str]]] = {
    "account_login": ("/admin/login/", FRONT),
    "mfa_login_webauthn": ("/admin/account/passkey/", ("syys yyyy", "syys yyyy")),
    "mfa_authenticate": ("/admin/account/second/", ("syys yyyy", "syys yyyy")),
    "account_logout": ("/admin/account/cancel/", ("mmmm mmmm", "ssss ssss")),
    "account_inactive": ("/admin/account/inactive/", ("yyyy yyyy", "mmmm mmmm")),
    "account_reset_password": ("/admin/account/lost/", ("ffff ffff", "ffff ffff")),
    "account_reset_password_done": ("/admin/account/lost/sent/", ("ffff ffff", "ffff ffff")),
    "account_reset_password_from_key": ("/admin/account/new/1-x/", FRONT),
    "account_reset_password_from_key_done": ("/admin/account/new/done/", ("yyyy yyyy", "mmmm mmmm")),
    "openid_connect_login": ("/admin/account/oidc/login/?process=connect", ("ffff ffff", "ffff ffff")),
    "openid_connect_callback": ("/admin/account/oidc/login/callback/", ("ssss ssss", "ssss ssss")),
    "socialaccount_login_cancelled": ("/admin/account/oidc/cancelled/", ("ssss ssss", "ssss ssss")),
    "mfa_index": ("/admin/account/", ("ssys yyyy", "ssms mmmm")),
    "account_change_password": ("/admin/password_change/", OWN),
    "account_reauthenticate": ("/admin/account/confirm/", OWN),
    "mfa_reauthenticate": ("/admin/account/confirm/code/", OWN),
    "mfa_reauthenticate_webauthn": ("/admin/account/confirm/passkey/", OWN),
    "mfa_add_webauthn": ("/admin/account/passkeys/add/", OWN),
    "mfa_list_webauthn": ("/admin/account/passkeys/", FRONT),
    "mfa_remove_webauthn": ("/admin/account/passkeys/1/remove/", OWN),
    "mfa_activate_totp": ("/admin/account/app/", OWN),
    "mfa_deactivate_totp": ("/admin/account/app/remove/", ("ssfs ffff", "ssfs ffff")),
    "mfa_view_recovery_codes": ("/admin/account/codes/", ("ssfs ffff", "ssms mmmm")),
    "mfa_generate_recovery_codes": ("/admin/account/codes/new/", OWN),
    "usersessions_list": ("/admin/account/sessions/", OWN),
    "end_session": ("/admin/account/sessions/1/end/", ("mmmm mmmm", "ssfs ffff")),
}


def parts(name: str, world: World) -> dict[str, Any]:
    """What stands in an address of `ADMIN`."""
    kind = ContentType.objects.get_for_model(world.pending)
    found: dict[str, dict[str, Any]] = {
        "view_on_site": {"content_type_id": kind.pk, "object_id": world.pending.pk},
        "app_list": {"app_label": "briefs"},
    }
    return found.get(name, {})


def side_doors(world: World) -> dict[str, str]:
    """Other ways in than the addresses by themselves, with what a GET of each meets."""
    brief, expert, person = (
        f"/admin/{table}/{row.pk}/change/"
        for table, row in (
            ("briefs/brief", world.draft),
            ("experts/expert", world.expert),
            ("auth/user", world.person),
        )
    )
    offered = "/admin/{}/?term=a&app_label={}&model_name={}&field_name={}".format
    kinds = {
        row: ContentType.objects.get_for_model(row).pk for row in (world.issue, world.draft, world.person)
    }
    return {
        # What is offered while someone types
        offered("autocomplete", "briefs", "brief", "original"): "ssns yyyy",
        offered("autocomplete", "experts", "expertquote", "expert"): "ssns yyyy",
        offered("autocomplete", "briefs", "briefissue", "tag"): "ssns yyyy",
        offered("autocomplete", "briefs", "brief", "created_by"): "ssns nnny",
        offered("autocomplete", "briefs", "revision", "saved_by"): "ssns nnny",
        offered("autocomplete", "auth", "user", "groups"): "ssns nnny",
        offered("autocomplete", "briefs", "brief", "title"): "ssns nnnn",
        offered("briefs/brief/choices", "briefs", "brief", "original"): "ssns yyyy",
        offered("briefs/brief/choices", "experts", "expertquote", "expert"): "ssns yyyy",
        offered("briefs/brief/choices", "briefs", "brief", "created_by"): "ssns nnnn",
        # Windows that another form opens
        f"{expert}?_popup=1": "ssns yyyy",
        f"{expert}?_popup=1&_to_field=biography": "ssbs bbbb",
        "/admin/experts/expert/add/?_popup=1&_to_field=id": "ssns yyyy",
        "/admin/issues/issue/add/?_popup=1": "ssns nyyy",
        "/admin/briefs/brief/?_popup=1&_to_field=id": "ssns yyyy",
        f"{brief}?_popup=1": "ssns yyyy",
        f"{person}?_popup=1": "ssns nnny",
        "/admin/auth/user/?_popup=1&_to_field=password": "ssns nnnb",
        # Asking a list about what it does not show
        "/admin/auth/user/?password__startswith=argon": "ssns nnnb",
        "/admin/editions/edition/?brief__created_by__password__startswith=argon": "ssns bbbb",
        "/admin/issues/issue/?briefs__title__startswith=G": "ssns bbbb",
        "/admin/experts/expert/?quotes__brief__title__startswith=G": "ssns bbbb",
        # The way from a row to its page
        f"/admin/r/{kinds[world.issue]}/{world.issue.pk}/": "ssns yyyy",
        f"/admin/r/{kinds[world.draft]}/{world.draft.pk}/": "ssns ffff",
        f"/admin/r/{kinds[world.person]}/{world.person.pk}/": "ssns nnnf",
        "/admin/r/x/1/": "ssfs ffff",
        "/admin/r/987654321/1/": "ssfs ffff",
        # Parts of the desk
        "/admin/auth/": "ssfs fffy",
        "/admin/audit/": "ssfs fffy",
        "/admin/nowhere/": "ssfs ffff",
        "/admin/?next=//elsewhere.example/": "ssys yyyy",
    }


def bulk(world: World) -> dict[str, dict[str, str]]:
    """Forms that name briefs and leave out what is to be done, or to whom: their answers would tell of the briefs."""
    named = {"briefs": f"{world.draft.pk}.{'0' * 16}"}
    return {
        "/admin/briefs/brief/bulk/look/": named | {"kind": "assign"},
        "/admin/briefs/brief/bulk/do/": named | {"kind": "tag", "subject": ""},
    }


def public(world: World, token: str) -> dict[str, list[tuple[str, str]]]:
    """Readers' addresses, with what a GET meets: for everyone the same, whatever they may see at the desk. Beside what
    is public stands what is not yet.
    """
    day, card, later = "/briefs/2024/03/14", "0123456789abcdef-wide.png", "grain-moves-again"
    unseen, asked = f"{'0' * 64}-480.webp", f"/oembed?url=http://testserver{day}"
    plain = {
        "home": "/", "briefs": "/briefs/", "quotes": "/quotes/", "issues": "/issues/", "matrix": "/issues/matrix/",
        "experts": "/experts/", "feed_atom": "/feed.atom", "feed_rss": "/feed.rss", "feed_json": "/feed.json",
        "llms": "/llms.txt", "robots": "/robots.txt", "sitemap": "/sitemap.xml", "issue": "/issues/ukraine/",
        "sitemap_issues": "/sitemap-issues.xml", "sitemap_experts": "/sitemap-experts.xml",
        "sitemap_pages": "/sitemap-pages.xml", "news_sitemap": "/news-sitemap.xml",
        "sitemap_briefs": "/sitemap-briefs-0.xml", "healthz": "/healthz", "readyz": "/readyz",
        "newsroom-card": f"/cards/{card}", "page-card": f"/cards/pages/briefs/{card}",
        "issue-card": f"/cards/issues/ukraine/{card}",
    }  # fmt: skip
    return {name: [(address, "y")] for name, address in plain.items()} | {
        "brief": [(f"{day}/grain-moves/", "y"), (f"{day}/{later}/", "f")],
        "brief-form": [(f"{day}/grain-moves.json", "y"), (f"{day}/{later}.json", "f"), (f"{day}/{later}.pdf", "f")],
        "quote": [(f"/quotes/{'0' * 32}/", "f")],
        "metrics": [("/metrics", "f")],
        "image": [(f"/images/{unseen}", "f"), (f"/images/{unseen}?seal=made-up", "f")],
        "oembed": [(f"{asked}/grain-moves/", "y"), (f"{asked}/{later}/", "f"), (f"/oembed?url=//x{day}", "b")],
        "brief-card": [(f"/cards{day}/grain-moves/{card}", "y"), (f"/cards{day}/{later}/{card}", "f")],
        "quotation-card": [(f"/cards/quotes/{'0' * 32}/{card}", "f")],
        "expert-card": [(f"/cards/experts/mara-quist/{card}", "y"), (f"/cards/experts/ada-nord/{card}", "f")],
        "expert": [("/experts/mara-quist/", "y"), ("/experts/ada-nord/", "f")],
        "markdown": [("/briefs.md", "y"), ("/experts/ada-nord.md", "f")],
        "preview": [(f"/preview/{token}/", "y"), (f"/preview/{token}x/", "f"), (f"/preview/{world.link.pk}/", "f")],
    }  # fmt: skip
