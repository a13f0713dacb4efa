"""What goes wrong in a user's hands, said in one sentence.

Every package of the distribution raises these for what a user can mend: the command line prints the
sentence and exits with `exit_code`; a notebook shows the sentence. A programming error stays an ordinary
exception.
"""


class UserError(Exception):
    """Something was found wrong: what, where, and what to do, in one sentence (exit code 1)."""

    exit_code = 1


class WrongUse(UserError):
    """The command or function was called in a way that cannot work (exit code 2)."""

    exit_code = 2
