"""What holds for all tests."""

from staffroom.mend import skip_slow_imports

# each of pytest's processes is spared what each start of the command is spared
skip_slow_imports()
