"""What no reader may see, and every public address, asked so that it would come to light."""

from editions.twins.forms import FORMS

DAY = "/briefs/2024/03/14"
HIDDEN = (
    "qzqzqz"  # begins every word that must not be seen, and no other: too long for a random token to hold
)
STATES = ("draft", "scheduled", "withdrawn", "edited", "embargoed", "expired")
GONE = {"withdrawn", "expired"}
LANGUAGES = dict(zip(STATES, ("ar", "he", "fa", "", "ru", "uk"), strict=True))
KEYS = {state: str(number) * 32 for number, state in enumerate(STATES)}  # of the hidden quotations
CARD = "0123456789abcdef-wide.png"  # what each says is in tests/editions/test_cards_public.py

ADDRESSES = {
    "home": ["/", "/?issue=quiet", "/?after=2030-01-01.1"],
    "briefs": [
        "/briefs/",
        "/briefs/?issue=quiet",
        "/briefs/?not=quiet",
        "/briefs/?issue=iran&issue=quiet",
        "/briefs/?expert=mara-quist",
        *(f"/briefs/?expert=once{state}" for state in STATES),
        "/briefs/?from=2024-03-14&to=2024-03-14",
        "/briefs/?after=2030-01-01.1",
        "/briefs/?after=nonsense",
        "/briefs/?q=grain",
        "/briefs/?q=-nowhere",
    ],
    "brief": [
        f"{DAY}/grain-moves/",
        *(f"{DAY}/qzqzqz{state}slug/" for state in STATES),
        *(f"/briefs/2024/03/15/qzqzqz{state}slug/" for state in STATES),
    ],
    "brief-form": [
        f"{DAY}/{slug}.{ending}"
        for ending in FORMS
        for slug in ("grain-moves", *(f"qzqzqz{state}slug" for state in STATES))
    ],
    "issues": ["/issues/"],
    "matrix": ["/issues/matrix/", "/issues/matrix/?page=2", "/issues/matrix/?page=qzqzqz"],
    "issue": [
        "/issues/iran/",
        "/issues/quiet/",
        "/issues/quiet/?after=2030-01-01.1",
        "/issues/qzqzqzdraftslug/",
    ],
    "experts": ["/experts/"],
    "expert": [
        "/experts/mara-quist/",
        *(f"/experts/{name}/" for state in STATES for name in (f"qzqzqz{state}expert", f"once{state}")),
    ],
    "quotes": [
        "/quotes/",
        "/quotes/?issue=quiet",
        "/quotes/?not=quiet",
        "/quotes/?expert=mara-quist&issue=iran",
        *(f"/quotes/?expert=once{state}" for state in STATES),
        "/quotes/?after=2030-01-01.1",
        "/quotes/?q=insurance",
        "/quotes/?q=-nowhere",
    ],
    "quote": [f"/quotes/{key}/" for key in ("live", *KEYS.values())],
    "image": ["/images/" + "0" * 64 + "-480.webp"],
    "brief-card": [
        f"/cards{DAY}/grain-moves/{CARD}",
        *(f"/cards{DAY}/qzqzqz{state}slug/{CARD}" for state in STATES),
        *(f"/cards/briefs/2024/03/15/qzqzqz{state}slug/{CARD}" for state in STATES),
    ],
    "quotation-card": [f"/cards/quotes/{key}/{CARD}" for key in ("live", *KEYS.values())],
    "oembed": [
        f"/oembed?url=http://testserver{DAY}/grain-moves/",
        *(f"/oembed?url=http://testserver{DAY}/qzqzqz{state}slug/" for state in STATES),
        *(f"/oembed?url=http://testserver{DAY}/grain-moves/%23quote-{key}" for key in KEYS.values()),
        *(f"/oembed?url=http://testserver/quotes/{key}/" for key in KEYS.values()),
    ],
    "issue-card": [f"/cards/issues/quiet/{CARD}", f"/cards/issues/qzqzqzdraftslug/{CARD}"],
    "expert-card": [
        f"/cards/experts/mara-quist/{CARD}",
        *(
            f"/cards/experts/{name}/{CARD}"
            for state in STATES
            for name in (f"qzqzqz{state}expert", f"once{state}")
        ),
    ],
    "page-card": [f"/cards/pages/briefs/{CARD}", f"/cards/pages/qzqzqzdraftslug/{CARD}"],
    "newsroom-card": [f"/cards/{CARD}"],
    "preview": ["/preview/qzqzqzdrafttoken/", "/preview/%00/", "/preview/1/qzqzqzdraftslug/"],
    "feed_atom": [
        "/feed.atom",
        "/feed.atom?issue=quiet",
        "/feed.atom?q=grain+-quiet",
        "/feed.atom?expert=oncedraft",
        "/feed.atom?from=2024-03-14&to=2024-03-14&after=2030-01-01.1",
    ],
    "feed_rss": ["/feed.rss", "/feed.rss?not=quiet"],
    "feed_json": ["/feed.json", "/feed.json?expert=mara-quist"],
    "sitemap": ["/sitemap.xml"],
    "sitemap_briefs": ["/sitemap-briefs-0.xml", "/sitemap-briefs-999999999.xml"],
    "sitemap_issues": ["/sitemap-issues.xml"],
    "sitemap_experts": ["/sitemap-experts.xml"],
    "sitemap_pages": ["/sitemap-pages.xml"],
    "news_sitemap": ["/news-sitemap.xml"],
    "robots": ["/robots.txt"],
    "llms": ["/llms.txt"],
    "markdown": [
        *(
            "/index.md",
            "/briefs.md",
            "/briefs.md?issue=quiet",
            "/briefs.md?expert=oncedraft",
            "/briefs.md?after=no",
        ),
        *("/issues.md", "/issues/quiet.md", "/experts.md", "/quotes.md"),
        *("/issues/iran.md", "/issues/matrix.md", "/experts/mara-quist.md"),
        *(f"/quotes/{key}.md" for key in ("live", *KEYS.values())),
        *("/experts/qzqzqzscheduledexpert.md", "/experts/oncewithdrawn.md"),
    ],
    "account_login": ["/admin/login/", "/admin/login/?next=/briefs/"],
    "mfa_login_webauthn": ["/admin/account/passkey/"],
    "mfa_authenticate": ["/admin/account/second/"],
    "account_logout": ["/admin/account/cancel/"],
    "account_inactive": ["/admin/account/inactive/"],
    "account_reset_password": ["/admin/account/lost/"],
    "account_reset_password_done": ["/admin/account/lost/sent/"],
    "account_reset_password_from_key": ["/admin/account/new/1-nonsense/", "/admin/account/new/zz-x-y/"],
    "account_reset_password_from_key_done": ["/admin/account/new/done/"],
    "openid_connect_callback": ["/admin/account/oidc/login/callback/?code=x&state=x"],
    "openid_connect_login": ["/admin/account/oidc/login/?process=connect"],
    "socialaccount_login_cancelled": ["/admin/account/oidc/cancelled/"],
    "mfa_index": ["/admin/account/"],
    "account_change_password": ["/admin/password_change/"],
    "account_reauthenticate": ["/admin/account/confirm/"],
    "mfa_reauthenticate": ["/admin/account/confirm/code/"],
    "mfa_reauthenticate_webauthn": ["/admin/account/confirm/passkey/"],
    "mfa_add_webauthn": ["/admin/account/passkeys/add/"],
    "mfa_list_webauthn": ["/admin/account/passkeys/"],
    "mfa_remove_webauthn": ["/admin/account/passkeys/1/remove/"],
    "mfa_activate_totp": ["/admin/account/app/"],
    "mfa_deactivate_totp": ["/admin/account/app/remove/"],
    "mfa_view_recovery_codes": ["/admin/account/codes/"],
    "mfa_generate_recovery_codes": ["/admin/account/codes/new/"],
    "usersessions_list": ["/admin/account/sessions/"],
    "end_session": ["/admin/account/sessions/1/end/"],
    "healthz": ["/healthz"],
    "readyz": ["/readyz"],
    "metrics": ["/metrics"],
}
# Errors, and what Django answers by itself.
OTHERS = ["/qzqzqzdraftslug", "/%00", "/static/qzqzqzdraftslug.css"]
