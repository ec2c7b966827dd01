"""People who are quoted, at the desk."""

from experts.admin.expert import ExpertAdmin

__all__ = ["ExpertAdmin"]
