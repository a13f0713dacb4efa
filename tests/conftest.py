"""What holds for all tests."""

from hypothesis import HealthCheck, settings

from staffroom.mend import skip_slow_imports

# each of pytest's processes is spared what each start of the command is spared
skip_slow_imports()

# by itself it fails a test whose example takes more than 0.2 seconds, or whose examples are slow to come by
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
