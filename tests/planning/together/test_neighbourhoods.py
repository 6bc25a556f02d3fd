"""Some leaders planned as one, where more is missed than has to be."""

from bench.companies import AS_OF, town
from scheduler.planning.together.neighbourhoods import mended
from scheduler.planning.together.office import Office
from scheduler.planning.together.rounds import everybody_alone, in_rounds
from scheduler.planning.together.task import Shared
from scheduler.pool import Here


def test_less_is_missed_where_two_give_way_together() -> None:
    """No leader's own change helps in this company: of the answers after all rounds, each is best beside the others."""
    where = town(9, 2, span=3, busy=(0.5, 0.68))
    seen = {leader: where.seen(leader) for leader in where.company.teams}
    office = Office(Shared(where.company, AS_OF, None), seen, {}, Here())
    before = in_rounds(office, everybody_alone(office, seen))
    after = mended(office, before)
    assert office.value(after)[1] < office.value(before)[1]
    assert {answer.broken for answer in after.values()} == {()}
