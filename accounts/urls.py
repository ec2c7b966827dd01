"""The addresses about signing in: of all that allauth offers, these and no others. Mounted with the desk's."""

from django.conf import settings
from django.urls import path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from accounts.views import end_session, only_with_mail, own, page, sign_in, to_the_provider

# By the name that allauth knows each by: its address, its view there, and what the page is headed with
CONFIRM = "Confirm that it is you"
OWN = {
    "mfa_index": ("account/", "mfa.base.views.index", "How you sign in"),
    "account_change_password": ("password_change/", "account.views.password_change", "Your password"),
    "account_reauthenticate": ("account/confirm/", "account.views.reauthenticate", CONFIRM),
    "mfa_reauthenticate": ("account/confirm/code/", "mfa.base.views.reauthenticate", CONFIRM),
    "mfa_reauthenticate_webauthn": (
        "account/confirm/passkey/",
        "mfa.webauthn.views.reauthenticate_webauthn",
        CONFIRM,
    ),
    "mfa_add_webauthn": ("account/passkeys/add/", "mfa.webauthn.views.add_webauthn", "Add a passkey"),
    "mfa_remove_webauthn": (
        "account/passkeys/<int:pk>/remove/",
        "mfa.webauthn.views.remove_webauthn",
        "Remove the passkey",
    ),
    "mfa_activate_totp": ("account/app/", "mfa.totp.views.activate_totp", "Set up an app"),
    "mfa_deactivate_totp": ("account/app/remove/", "mfa.totp.views.deactivate_totp", "Remove the app"),
    "mfa_view_recovery_codes": (
        "account/codes/",
        "mfa.recovery_codes.views.view_recovery_codes",
        "Recovery codes",
    ),
    "mfa_generate_recovery_codes": (
        "account/codes/new/",
        "mfa.recovery_codes.views.generate_recovery_codes",
        "Make new recovery codes",
    ),
    "usersessions_list": (
        "account/sessions/",
        "usersessions.views.list_usersessions",
        "Where you are signed in",
    ),
}
OPEN = {
    "account_inactive": ("account/inactive/", "account.views.account_inactive", "No way in"),
    "mfa_authenticate": ("account/second/", "mfa.base.views.authenticate", "One more step"),
    "mfa_login_webauthn": ("account/passkey/", "mfa.webauthn.views.login_webauthn", "Sign in"),
    "account_reset_password_from_key_done": (
        "account/new/done/",
        "account.views.password_reset_from_key_done",
        "Your new password is set",
    ),
}
LOST = only_with_mail(page("allauth.account.views.password_reset", "A new password"))
SENT = only_with_mail(page("allauth.account.views.password_reset_done", "Look into your mail"))
NEW = page("allauth.account.views.password_reset_from_key", "A new password")
CANCEL = require_POST(page("allauth.account.views.logout", "Sign out"))

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    *(path(at, own(page(f"allauth.{view}", title)), name=name) for name, (at, view, title) in OWN.items()),
    *(path(at, page(f"allauth.{view}", title), name=name) for name, (at, view, title) in OPEN.items()),
    path("account/cancel/", CANCEL, name="account_logout"),
    path("account/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/sessions/<int:pk>/end/", require_POST(own(end_session)), name="end_session"),
    path("account/lost/", LOST, name="account_reset_password"),
    path("account/lost/sent/", SENT, name="account_reset_password_done"),
    re_path(
        r"^account/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", NEW, name="account_reset_password_from_key"
    ),
]

if settings.OIDC_URL:
    VIEWS = "allauth.socialaccount.providers.openid_connect.views"
    OIDC = r"^account/(?P<provider_id>oidc)/login/"
    BACK = RedirectView.as_view(pattern_name="account_login")
    urlpatterns += [
        re_path(f"{OIDC}$", to_the_provider(page(f"{VIEWS}.login", "Sign in")), name="openid_connect_login"),
        re_path(f"{OIDC}callback/$", page(f"{VIEWS}.callback", "Sign in"), name="openid_connect_callback"),
        path("account/oidc/cancelled/", BACK, name="socialaccount_login_cancelled"),
    ]
