"""Carries out a plan: the only room that writes."""

from scheduler.write.carry_out import Reading, carry_out, remember
from scheduler.write.change_limit import refuse_too_many_changes, too_many_changes
from scheduler.write.execution import Failure, Outcomes
from scheduler.write.far_clock import refuse_far_clock
from scheduler.write.stale import Judge

__all__ = [
    "Failure",
    "Judge",
    "Outcomes",
    "Reading",
    "carry_out",
    "refuse_far_clock",
    "refuse_too_many_changes",
    "remember",
    "too_many_changes",
]
