"""The web application, for granian."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")
application = get_asgi_application()
