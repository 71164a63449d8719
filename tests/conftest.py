"""Fixtures that many rooms share: an own TEPAT_HOME, the real data, named people."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Before Django reads its settings: tests never touch the state of an installation.
os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-test-")
os.environ["TEPAT_TASKS"] = "immediate"
os.environ.setdefault("TEPAT_SECRET_KEY", "only-for-tests")

# A busy machine is not a fault: no test fails because it was slow.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")
settings.register_profile("soak", max_examples=2000, deadline=None, print_blob=True)

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def real_data() -> Path:
    """The folder of real data beside the checkout; the test is skipped where it is missing."""
    if not (SHARED / "data").is_dir():
        pytest.skip("real data not present: no ../shared/data beside this checkout")
    return SHARED / "data"
