"""What holds for all tests."""

import os

import pytest
from hypothesis import HealthCheck, settings

from classroom.lessons import bank
from staffroom.mend import skip_slow_imports

# each of pytest's processes is spared what each start of the command is spared
skip_slow_imports()

# by itself it fails a test whose example takes more than 0.2 seconds, or whose examples are slow to come by
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="module", autouse=True)
def course_at_hand():
    """A course that one file's tests opened is not at hand in the next file's.

    To open one names it in the process, which monkeypatch does not see.
    """
    before = os.environ.get(bank.VARIABLE)
    yield
    if os.environ.get(bank.VARIABLE) != before:
        os.environ.pop(bank.VARIABLE, None)
        if before is not None:
            os.environ[bank.VARIABLE] = before
        bank.forget()
