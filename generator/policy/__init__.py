"""What is decided in the chair: levers, dated quarter by quarter, read from YAML; the named policies."""

from generator.policy.decision import Decision, as_it_is, decisions
from generator.policy.model import Levers, Policy
from generator.policy.read import policy_names, policy_text, read_policy

__all__ = [
    "Decision",
    "Levers",
    "Policy",
    "as_it_is",
    "decisions",
    "policy_names",
    "policy_text",
    "read_policy",
]
