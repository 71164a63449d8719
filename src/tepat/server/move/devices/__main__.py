"""`python -m tepat.server.move.devices` is the writer of facts beside a web server (`apart.py`)."""

import gc
import os
import signal

import django

signal.signal(signal.SIGINT, signal.SIG_IGN)  # the web server closes the pipe, and all is done
out = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # whatever prints must not come between the answers
django.setup()
gc.freeze()  # what is loaded now stays for ever
gc.set_threshold(20_000, 20, 50)

from tepat.server.move.devices import apart  # noqa: E402  # needs Django

apart.run(out)
