"""Claims about the script that plants faults: `python -m tests.solver.faults`."""

import pytest

from tests.solver.faults import FAULTS, ROOT, Fault


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_has_its_place(fault: Fault) -> None:
    """The text that a fault replaces stands in its file once: a change of the solver takes its faults along."""
    for edit in fault.edits:
        assert (ROOT / edit.path).read_text().count(edit.old) == 1
