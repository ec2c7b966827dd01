"""Forms of allauth, in the desk's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class SignIn(LoginForm):
    """The field is called as the admin calls it, and takes any name: one that is too long is no account's."""

    username = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}))
    field_order = ("username", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["login"]
        self.order_fields(self.field_order)
        self.fields["password"].help_text = ""

    def clean_username(self) -> str:
        self.cleaned_data["login"] = self.cleaned_data["username"].strip()
        return str(self.cleaned_data["login"])


class Confirm(ReauthenticateForm):
    """One's own password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class AddPasskey(AddWebAuthnForm):
    """A passkey that is enough by itself, where the device can keep one."""

    name = forms.CharField(
        required=False, max_length=60, help_text="So that you know it again: “Phone”, “Key on my ring”."
    )
    passwordless = forms.BooleanField(
        label="Sign in with it alone, without the password",
        required=False,
        initial=True,
        help_text="Take this out for an old security key that has no PIN: it then comes after the password.",
    )
