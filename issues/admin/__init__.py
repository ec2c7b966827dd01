"""The desk's pages of issues."""

from issues.admin.issue import IssueAdmin

__all__ = ["IssueAdmin"]
