"""The play engine: a company from a plain file, quarter after quarter under decisions, anywhere.

This folder alone is all that playing needs: it imports nothing but the standard library and itself, so it
runs in a browser's Python too. Arithmetic is + - * /, comparisons, square roots and rounding, and whatever is
added up is added from first to last, so the same decisions give the same bytes on every machine and with or
without NumPy (`generator.simulate.vectors`).

`company_from` reads a company, `Game` plays it turn by turn, `run` carries out a plan, `digest_of` says in
one line whether two games are the same.
"""

from generator.play.company import Company, company_data, company_from
from generator.play.decision import Decision, decision_of
from generator.play.digest import digest_of
from generator.play.game import Game
from generator.play.running import run

__all__ = ["Company", "Decision", "Game", "company_data", "company_from", "decision_of", "digest_of", "run"]
