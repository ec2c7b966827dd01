"""What the Makefile calls. These tools are for development, so that is what holds when nothing is said."""

import os

os.environ.setdefault("DATELINE_ENV", "development")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
