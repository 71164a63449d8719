"""The web application, for granian."""

import gc
import os
import warnings

from django.core.asgi import get_asgi_application

from tepat.server.bodies import Bounded
from tepat.server.seats import Seated
from tepat.server.straight import Straight

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")
# WhiteNoise hands out files with a plain iterator; Django reads it whole, which is right here.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
application = Bounded(Straight(Seated(get_asgi_application())))

from tepat.server.move.devices import queueing  # noqa: E402  # needs Django

queueing.begin()
gc.collect()
gc.freeze()  # what is loaded now stays for ever, and need not be looked through at each turn
gc.set_threshold(10_000, 20, 50)
