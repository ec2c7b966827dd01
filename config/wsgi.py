"""What a web server loads. Production, unless DATELINE_ENV says otherwise."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DATELINE_ENV", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django = get_wsgi_application()
# Which needs the models, that are there only now
application = import_module("config.pages").around(django)
