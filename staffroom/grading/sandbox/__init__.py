"""Where a student's code runs: a ladder of ways to shut it in, each tried before it is trusted."""
