"""Ports that nobody uses."""

import socket

from scripts.stack import Ports


def ports() -> Ports:
    """Three of them, for a stack that starts at once."""
    holders = [socket.socket() for _ in Ports._fields]
    for holder in holders:
        holder.bind(("127.0.0.1", 0))
    found = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return Ports(*found)
