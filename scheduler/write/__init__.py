"""Carries out a plan: the only room that writes."""

from scheduler.write.carry_out import carry_out, remember
from scheduler.write.change_limit import refuse_too_many_changes
from scheduler.write.execution import Failure, Outcomes

__all__ = ["Failure", "Outcomes", "carry_out", "refuse_too_many_changes", "remember"]
