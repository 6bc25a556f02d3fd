"""`schedule leaders`: who leads whom, by which rules, and what stands."""

import json

from tests.cli.company import tree
from tests.night.company import ANN, BEN, CAT, DAN, LEA, Teams


def test_it_tells_who_leads_whom_and_what_stands(teams: Teams) -> None:
    """Before the first night nothing stands, after it everybody's; it writes nothing."""
    before = tree(teams.root)
    first = teams.run("leaders", leader=None)
    assert first.code == 0
    assert "nothing written stands ahead" in first.out
    assert tree(teams.root) == before
    teams.night()
    told = json.loads(teams.run("leaders", "--format", "json", leader=None).out)
    facts = {
        each["leader"]: (each["led_by"], [pair["member"] for pair in each["pairs"]], each["standing"])
        for each in told["leaders"]
    }
    assert facts == {LEA: ([], [ANN, BEN], 2), ANN: ([LEA], [CAT, DAN], 2)}


def test_what_has_ended_does_not_stand_ahead(teams: Teams) -> None:
    """A week later, none of them."""
    teams.night()
    out = teams.run("leaders", leader=None, as_of="2026-12-01T09:00:00+01:00").out
    assert out.count("nothing written stands ahead") == 2
