"""Settings of the tests: an own, empty TEPAT_HOME, whatever the environment says.

pytest-django reads the settings before any conftest, so the environment is set here.
"""

import atexit
import os
import shutil
import tempfile

os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-test-")
os.environ["TEPAT_TASKS"] = "immediate"
os.environ["TEPAT_DEMO"] = "0"
os.environ.setdefault("TEPAT_SECRET_KEY", "only-for-tests")

from tepat.server.settings import *  # noqa: F403

# Facts are taken inside the transaction of the test, not by the writer's own connection.
INGEST = "place"

# What a test has just changed is what its next page shows.
PICTURES_KEPT_S = 0.0

# Tests log in hundreds of times; how slow a password is to guess is not what they ask.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_default = DATABASES["default"]  # noqa: F405
if "TEPAT_DATABASE_URL" in os.environ:
    _default["TEST"] = {"NAME": os.environ.get("TEPAT_TEST_DATABASE", "test_tepat")}
else:
    # A file, as it is installed. In memory all requests of a live server would share one
    # connection, and a transaction of one would hold what another one writes.
    _default["TEST"] = {"NAME": os.path.join(os.environ["TEPAT_HOME"], "tests.sqlite3")}
    # Power cuts are asked about where a test has an installation of its own.
    _commands = _default["OPTIONS"]["init_command"]
    _default["OPTIONS"]["init_command"] = _commands.replace("synchronous=FULL", "synchronous=OFF")

atexit.register(shutil.rmtree, os.environ["TEPAT_HOME"], ignore_errors=True)
