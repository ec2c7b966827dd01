"""Who may do what at the desk: one table, turned into groups after every `migrate`.

Writers draft and add people they quote; editors also keep the experts, the issues and the reader's phrases in order,
for what is written there stands on public pages at once, and approve what writers submit; publishers alone put a
brief before the public or take it down; administrators do all of it, keep the accounts and the house rules, and read
the audit log.
"""

from typing import Any

from django.apps import apps as installed

WRITER = "Writer"
EDITOR = "Editor"
PUBLISHER = "Publisher"
ADMINISTRATOR = "Administrator"

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
    "editions.view_introduction",
    "editions.view_pinnedbrief",
    "experts.add_expert",
    "experts.view_expert",
    "experts.view_expertalias",
    "experts.add_expertquote",
    "experts.change_expertquote",
    "experts.delete_expertquote",
    "experts.view_expertquote",
]
EDITING = [
    "briefs.approve_brief",
    "briefs.assign_brief",
    "briefs.share_brief",
    "briefs.delete_brief",
    "issues.add_issue",
    "issues.change_issue",
    "issues.delete_issue",
    "issues.add_issuealias",
    "issues.change_issuealias",
    "issues.delete_issuealias",
    "issues.view_issuealias",
    "editions.add_introduction",
    "editions.change_introduction",
    "editions.delete_introduction",
    "editions.add_pinnedbrief",
    "editions.change_pinnedbrief",
    "editions.delete_pinnedbrief",
    "briefs.add_readerphrase",
    "briefs.change_readerphrase",
    "briefs.delete_readerphrase",
    "experts.change_expert",
    "experts.delete_expert",
    "experts.add_expertalias",
    "experts.change_expertalias",
    "experts.delete_expertalias",
]
PUBLISHING = ["briefs.publish_brief", "briefs.lift_embargo"]
KEEPING = [
    "audit.view_entry",
    "audit.export_entry",
    "briefs.view_deskrules",
    "briefs.change_deskrules",
    "auth.add_user",
    "auth.change_user",
    "auth.delete_user",
    "auth.view_user",
    "auth.add_group",
    "auth.change_group",
    "auth.delete_group",
    "auth.view_group",
]

ROLES: dict[str, list[str]] = {
    WRITER: DRAFTING,
    EDITOR: DRAFTING + EDITING,
    PUBLISHER: DRAFTING + EDITING + PUBLISHING,
    ADMINISTRATOR: DRAFTING + EDITING + PUBLISHING + KEEPING,
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
