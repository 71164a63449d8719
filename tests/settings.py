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
INGEST_IN_PLACE = True

# Tests log in hundreds of times; how slow a password is to guess is not what they ask.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if file := os.environ.get("TEPAT_TEST_SQLITE_FILE"):
    DATABASES["default"]["TEST"] = {"NAME": file}  # noqa: F405
if name := os.environ.get("TEPAT_TEST_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": name}  # noqa: F405

atexit.register(shutil.rmtree, os.environ["TEPAT_HOME"], ignore_errors=True)
