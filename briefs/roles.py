"""Who may do what at the desk: one table, turned into groups after every `migrate`.

Writers draft and add people they quote; editors also keep the experts, the issues and the reader's phrases in order,
for what is written there stands on public pages at once; publishers alone put a brief before the public or take it
down.
"""

from typing import Any

from django.apps import apps as installed

WRITER = "Writer"
EDITOR = "Editor"
PUBLISHER = "Publisher"

DRAFTING = [
    "briefs.add_brief",
    "briefs.change_brief",
    "briefs.view_brief",
    "briefs.add_section",
    "briefs.change_section",
    "briefs.delete_section",
    "briefs.view_section",
    "briefs.add_relatedlink",
    "briefs.change_relatedlink",
    "briefs.delete_relatedlink",
    "briefs.view_relatedlink",
    "briefs.view_readerphrase",
    "issues.view_issue",
    "editions.view_edition",
    "experts.add_expert",
    "experts.view_expert",
    "experts.view_expertalias",
    "experts.add_expertquote",
    "experts.change_expertquote",
    "experts.delete_expertquote",
    "experts.view_expertquote",
]
EDITING = [
    "briefs.delete_brief",
    "issues.add_issue",
    "issues.change_issue",
    "issues.delete_issue",
    "issues.add_issuealias",
    "issues.change_issuealias",
    "issues.delete_issuealias",
    "issues.view_issuealias",
    "briefs.add_readerphrase",
    "briefs.change_readerphrase",
    "briefs.delete_readerphrase",
    "experts.change_expert",
    "experts.delete_expert",
    "experts.add_expertalias",
    "experts.change_expertalias",
    "experts.delete_expertalias",
]
PUBLISHING = ["briefs.publish_brief"]

ROLES: dict[str, list[str]] = {
    WRITER: DRAFTING,
    EDITOR: DRAFTING + EDITING,
    PUBLISHER: DRAFTING + EDITING + PUBLISHING,
}


def make_groups(using: str, **kwargs: Any) -> None:
    """Give each group its permissions, as far as they exist yet.

    `post_migrate` is sent once an app and each app's permissions come with its own
    signal, so the last call completes the table. Permissions that an administrator
    added to a group by hand stay.
    """
    if not installed.is_installed("django.contrib.auth"):
        return
    Group = installed.get_model("auth", "Group")
    Permission = installed.get_model("auth", "Permission")
    found = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.using(using).select_related("content_type")
    }
    for role, names in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=role)
        group.permissions.add(*(found[name] for name in names if name in found))
