"""The web application, for granian."""

import os
import warnings
from multiprocessing import parent_process

from django.core.asgi import get_asgi_application

from tepat.server.bodies import Bounded
from tepat.server.sqlite_kept import shelf

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")
# WhiteNoise hands out files with a plain iterator; Django reads it whole, which is right here.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
application = Bounded(get_asgi_application())
if parent_process() is not None:  # in a process of the web server, not of whoever imports this
    shelf.keep()
