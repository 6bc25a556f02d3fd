"""Carries out a plan: the only room that writes."""

from scheduler.write.carry_out import carry_out, remember
from scheduler.write.execution import Outcomes
from scheduler.write.upheaval import refuse_upheaval

__all__ = ["Outcomes", "carry_out", "refuse_upheaval", "remember"]
