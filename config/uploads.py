"""Where uploads are kept: in a folder of this machine, or in a bucket that several machines share."""

import re
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

from environs import EnvValidationError

from config import env
from config.accepting import ORIGIN

BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w./-]*)?(\?[^#\s]*)?", re.ASCII)
ACCEPTED = (
    "a folder that can be written to, or s3://bucket/folder?endpoint=https://s3.example.org&region=name"
)
# Seconds. Someone waits for their page meanwhile.
CONNECTS_WITHIN, ANSWERS_WITHIN, TRIES = 3, 10, 2


def storage(name: str) -> dict[str, Any]:
    """One of Django's STORAGES: files in MEDIA_ROOT, or, where the variable begins with s3://, in that bucket.

    The keys to a bucket are found as all tools of S3 find theirs: in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in
    the file that AWS_SHARED_CREDENTIALS_FILE names, or with the machine itself.
    """
    if not in_bucket(name):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return env.read(_bucket, name, ACCEPTED, None)


def in_bucket(name: str) -> bool:
    return env.environ.str(name, "").startswith("s3://")


def _bucket(name: str) -> dict[str, Any]:
    value = env.environ.str(name)
    parts, asked = urlsplit(value), parse_qs(urlsplit(value).query)
    endpoint, region = (asked.pop(key, [None])[-1] for key in ("endpoint", "region"))
    if asked or not BUCKET.fullmatch(value) or (endpoint and not ORIGIN.fullmatch(endpoint)):
        raise EnvValidationError(f"{name} names no bucket", [])
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": endpoint,
        "region_name": region,
        # Loaded only here, because it takes 8 MB of memory.
        "client_config": import_module("botocore.config").Config(
            # Servers other than Amazon's own seldom have a name for each bucket.
            s3={"addressing_style": "path" if endpoint else "auto"},
            connect_timeout=CONNECTS_WITHIN,
            read_timeout=ANSWERS_WITHIN,
            retries={"total_max_attempts": TRIES},
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
