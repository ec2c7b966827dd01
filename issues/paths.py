"""Addresses of pages, worked out once: a list prints a hundred, and resolving each takes longer than its row."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def path_to(name: str, *args: str) -> str:
    """What `reverse` gives for the address of that name."""
    return _path_to(get_script_prefix(), name, *args)


@lru_cache(maxsize=5000)
def _path_to(prefix: str, name: str, *args: str) -> str:
    return reverse(name, args=args)
