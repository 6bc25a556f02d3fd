"""Whether the tests of the solver see its faults: plants one at a time in a copy, and runs the tests that should fail.

`python -m tests.solver.faults` lists what catches each fault, and ends with a failure if one is caught by nothing. It
takes some minutes. Loaded into the runs as a plugin, this module keeps Hypothesis from making examples simpler.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, settings

from tests.conftest import FIXED

settings.register_profile("faults", FIXED, phases=(Phase.explicit, Phase.generate))

ROOT = Path(__file__).parents[2]
COPIED = ("solver", "tests/solver", "tests/__init__.py", "tests/conftest.py", "bench", "pyproject.toml")
ENOUGH = 600
"""Seconds after which a run of tests hangs."""

DAY = "tests/solver/day"
MODEL = "tests/solver/test_model.py"
PROOFS = "tests/solver/test_certificates.py"
LEVELS = "tests/solver/test_levels.py"
RULES = "tests/solver/test_rules.py"
EVERYTHING = "tests/solver/test_against_brute_force.py"
PARTS = "tests/solver/test_components.py"
SEATING = "tests/solver/test_seating.py"
OPENING = "tests/solver/test_opening.py"
FIRST_FIT = "tests/solver/test_first_fit.py"
NEIGHBOURHOODS = "tests/solver/test_neighbourhoods.py"


@dataclass(frozen=True)
class Edit:
    """Another text in a source file, in the one place where the old one is."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which words, and where it should be seen."""

    name: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]


def _fault(name: str, path: str, old: str, new: str, *tests: str) -> Fault:
    return Fault(name, (Edit(f"solver/{path}", old, new),), tests)


EXPAND, FRAME, COUNTED, WEEKS = "day/expand.py", "day/frame.py", "day/counted.py", "model/weeks.py"
FAULTS = (
    # What a day may hold
    _fault(
        "a 1-on-1 is a tick short",
        EXPAND,
        "tick + prep + duration, after",
        "tick + max(1, prep + duration - 1), after",
        DAY,
    ),
    _fault(
        "another leader's is a tick short", EXPAND, "tick + duration, after", "tick + max(1, duration - 1), after", DAY
    ),
    Fault(
        "prep is ignored",
        (
            Edit("solver/day/frame.py", "return self.start - self.prep", "return self.start"),
            Edit("solver/day/expand.py", "tick + prep + duration, after", "tick + duration, after"),
        ),
        (DAY,),
    ),
    _fault("lunch is not demanded", EXPAND, "State(EDGE, not frame.lunches, run,", "State(EDGE, True, run,", DAY),
    _fault("lunch lies outside its window", FRAME, "within(open_time, one.lunch)", "within(open_time, one.span)", DAY),
    _fault("lunch is a tick short", EXPAND, "tick + frame.lunch, after", "tick + max(1, frame.lunch - 1), after", DAY),
    _fault("runs may be a tick longer", EXPAND, "if length > frame.max_run:", "if length > frame.max_run + 1:", DAY),
    _fault("runs must be a tick shorter", EXPAND, "if length > frame.max_run:", "if length >= frame.max_run:", DAY),
    _fault("prep is no part of a run", EXPAND, "run.gap + prep + duration", "run.gap + duration", DAY),
    _fault(
        "pauses are a tick longer",
        EXPAND,
        "run.gap + ticks >= self.frame.pause",
        "run.gap + ticks > self.frame.pause",
        DAY,
    ),
    _fault(
        "pauses are a tick shorter",
        EXPAND,
        "run.gap + ticks >= self.frame.pause",
        "run.gap + ticks + 1 >= self.frame.pause",
        DAY,
    ),
    _fault("a run that can be joined is full", EXPAND, "+ self._least <= self", "+ self._least < self", DAY),
    _fault("a fixed one may follow any run", EXPAND, "if not run.planned:", "if run:", DAY),
    _fault(
        "a fixed one begins no run",
        EXPAND,
        "in self._fixed_between(tick, until):\n            if known",
        "in []:\n            if known",
        DAY,
    ),
    _fault("a run of fixed ones is limited", EXPAND, "= True, False, starts, ends", "= True, True, starts, ends", DAY),
    _fault("the day's end forgets its fixed ones", EXPAND, "and self._finishes(room.end, state.run)", "", DAY),
    # How many there are
    _fault(
        "others' 1-on-1s count",
        COUNTED,
        "then = count + (label >= 0 and own[label])",
        "then = count + (label >= 0)",
        DAY,
    ),
    _fault("a number is one too large", COUNTED, "return _FIRST - label if", "return _FIRST - label + 1 if", DAY),
    _fault("any number a day", FRAME, "room=max(0, rules.max_per_day - len(fixed))", "room=99", DAY),
    _fault("one too many a day", FRAME, "rules.max_per_day - len(fixed)", "rules.max_per_day + 1 - len(fixed)", DAY),
    _fault("fixed ones do not count", FRAME, "rules.max_per_day - len(fixed)", "rules.max_per_day", DAY),
    _fault("most held is one too few", COUNTED, "return most[0] if most", "return max(0, most[0] - 1) if most", DAY),
    # What a day costs
    _fault("touching ones are two clusters", EXPAND, "cost = 0 if touching else CLUSTER", "cost = CLUSTER", DAY),
    _fault(
        "a cluster outlasts free time",
        EXPAND,
        "self._later(state.run, until - tick), False",
        "self._later(state.run, until - tick), True",
        DAY,
    ),
    _fault(
        "a cluster outlasts lunch",
        EXPAND,
        "self._later(run, frame.lunch), False",
        "self._later(run, frame.lunch), True",
        DAY,
    ),
    _fault(
        "a cluster outlasts another leader's",
        EXPAND,
        "self._later(run, duration), False",
        "self._later(run, duration), True",
        DAY,
    ),
    _fault(
        "a fixed one joins nothing before it",
        EXPAND,
        "-CLUSTER if state.touching and room.end in self._begins else 0",
        "0",
        DAY,
    ),
    _fault(
        "nothing joins a fixed one",
        EXPAND,
        "self._cross(tick, until, run), until in self._ends",
        "self._cross(tick, until, run), False",
        DAY,
    ),
    _fault("nothing joins the first fixed one", EXPAND, "run, frame.rooms[0].begin in self._ends", "run, False", DAY),
    _fault("fixed ones that touch are two clusters", EXPAND, "len(frame.standing)", "len(frame.fixed)", DAY),
    _fault("pieces of just the length are lost", FRAME, "piece=max(rules.piece, 1)", "piece=rules.piece + 1", DAY),
    _fault("pieces a tick short are whole", FRAME, "piece=max(rules.piece, 1)", "piece=max(rules.piece - 1, 1)", DAY),
    _fault("no free time is lost", EXPAND, "until - tick if kind == SHORT else 0", "0", DAY),
    _fault("free time is lost in any case", EXPAND, "until - tick if kind == SHORT else 0", "until - tick", DAY),
    _fault(
        "of two arcs the dearer stays",
        "day/reduce.py",
        "if old is None or whole < old:",
        "if old is None or whole > old:",
        DAY,
    ),
    _fault(
        "a detour is dearer than it is",
        "day/reduce.py",
        "if old is None or cost < old:",
        "if old is None or cost > old:",
        DAY,
    ),
    _fault(
        "nodes are alike without their costs",
        "day/reduce.py",
        "same[node] = known.setdefault(arcs, node)",
        "same[node] = known.setdefault(tuple((t, l, 0) for t, l, _ in arcs), node)",
        DAY,
    ),
    _fault(
        "a plan takes the dearest path",
        "day/path.py",
        "if old is None or there < old:",
        "if old is None or there > old:",
        DAY,
    ),
    _fault(
        "the worst lunch is kept",
        "day/path.py",
        "if best is None or ranked < best:",
        "if best is None or ranked > best:",
        DAY,
    ),
    _fault(
        "arcs are dear that cost just the room",
        "model/courses.py",
        "before + whole + spent > 0",
        "before + whole + spent >= 0",
        DAY,
    ),
    _fault(
        "the cheapest course is the dearest",
        "model/courses.py",
        "if known is None or whole < known:\n                    behind[to]",
        "if known is None or whole > known:\n                    behind[to]",
        DAY,
    ),
    # Who may start where
    _fault("a member is never busy", "candidates.py", "        and covers(room_of_member, slot.tick)\n", "", MODEL),
    _fault("any time is allowed", "candidates.py", "(allowed is None or covers(allowed, slot.tick))", "True", MODEL),
    _fault(
        "nothing is too soon",
        "candidates.py",
        "return start - occurrence.prep >= leader.earliest and _inside",
        "return _inside",
        MODEL,
    ),
    _fault(
        "a prep is never too soon",
        "candidates.py",
        "return start - occurrence.prep >= leader.earliest and _inside",
        "return start >= leader.earliest and _inside",
        MODEL,
    ),
    _fault(
        "what is too soon may not even stay",
        "candidates.py",
        "if start == occurrence.current:",
        "if False:",
        MODEL,
        EVERYTHING,
    ),
    _fault("a declined time is as good as any", "candidates.py", "if occurrence.declined and", "if False and", MODEL),
    _fault(
        "a declined time is as long as the new one",
        "candidates.py",
        "length = occurrence.current_duration or occurrence.duration",
        "length = occurrence.duration",
        MODEL,
        EVERYTHING,
    ),
    _fault("what stays loses its time", "model/build.py", "    add_stays(program, domain, decisions)\n", "", MODEL),
    _fault("any number of moves", "model/build.py", "    add_move_budget(program, domain, decisions)\n", "", MODEL),
    _fault(
        "one move too many",
        "model/levels.py",
        "[1] * len(moving), None, budget",
        "[1] * len(moving), None, budget + 1",
        MODEL,
    ),
    _fault(
        "a member is in two places",
        "model/build.py",
        "    add_people(program, domain, decisions, courses)\n",
        "",
        MODEL,
    ),
    _fault(
        "a leader's own leader takes no time", "model/courses.py", "in visiting(domain, day):", "in []:", MODEL, DAY
    ),
    # Levels
    _fault(
        "a 1-on-1 agrees with a key that is not chosen",
        "model/who.py",
        "[1] * len(variables) + [-1], None, 0)",
        "[1] * len(variables) + [-1], None, 1)",
        EVERYTHING,
    ),
    _fault(
        "what stands is no rhythm",
        "model/who.py",
        "result.rhythm.add(variable, -stands[key])",
        "result.rhythm.add(variable, 0)",
        MODEL,
    ),
    _fault(
        "who stays away keeps a rhythm",
        "model/who.py",
        "program.row([chosen.credit, *deviating], [1] + [-1] * len(deviating), None, 0)",
        "pass",
        EVERYTHING,
    ),
    _fault(
        "each week later is one week",
        "model/levels.py",
        "cost.add(variable, item.late)",
        "cost.add(variable, 1)",
        LEVELS,
    ),
    _fault(
        "it is no matter who was moved of late",
        "model/levels.py",
        "            variables += _moving(domain, decisions, index)\n        if lately",
        "            variables += ()\n        if lately",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "it is no matter who was missed of late",
        "model/levels.py",
        "variables = [decisions.unplaced[index]] if index in decisions.unplaced else []",
        "variables: list[int] = []",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "whoever asks for a move was moved",
        "model/levels.py",
        "        if not domain.problem.occurrences[index].declined:\n            variables",
        "        if True:\n            variables",
        MODEL,
    ),
    _fault(
        "an answer is the best however unfair",
        "detail.py",
        "(rhythm or disliked or unfair > _least_fairness(domain, ceilings))",
        "(rhythm or disliked)",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "more are missed unfairly than have to be",
        "model/levels.py",
        "if whole in weights and count == number)",
        "if whole > weights.start and count == number)",
        EVERYTHING,
        LEVELS,
    ),
    _fault(
        "a declined move costs",
        "model/levels.py",
        "if not occurrence.declined and occurrence.move_weight and moving:",
        "if occurrence.move_weight and moving:",
        MODEL,
    ),
    _fault(
        "seven are even",
        WEEKS,
        "                if least < sums.stop and largest >= sums.start:\n                    return difference",
        "                if least < sums.stop and largest >= sums.start:\n                    return difference + 1",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "a split of just so many is none",
        WEEKS,
        "return least < sums.stop and largest >= sums.start",
        "return least < sums.stop and largest > sums.start",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "an even split is a day off",
        WEEKS,
        "if low * others <= rest <= high * others",
        "if low * others <= rest < high * others",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "fixed ones are no part of a layout",
        WEEKS,
        "tuple(len(domain.candidates.fixed_on(*day)) for day in days)",
        "tuple(0 for day in days)",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "a split week is moved for evenness alone",
        WEEKS,
        "return max(0, value - TOLERATED), min(value, TOLERATED)",
        "return value, 0",
        LEVELS,
    ),
    _fault(
        "what is uneven within two is forgotten",
        WEEKS,
        "return max(0, value - TOLERATED), min(value, TOLERATED)",
        "return max(0, value - TOLERATED), 0",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "evenness is not looked for after moves",
        "outline.py",
        """        self._bounds["evenness"] = self._search(model, evenness, "evenness", least)""",
        """        self._bounds["evenness"] = least""",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "weeks even out by moving more",
        "outline.py",
        """        self._keep(model, "missed", "postponed", "moves")""",
        """        self._keep(model, "missed", "postponed")""",
        EVERYTHING,
    ),
    _fault(
        "weeks even out by a worse layout",
        "outline.py",
        """        model.program.at_most(layout, self._value("layout"))
        self._bounds["evenness"]""",
        """        self._bounds["evenness"]""",
        LEVELS,
    ),
    _fault(
        "days become less even for their packing",
        "detail.py",
        """    model.program.at_most(evenness, ceiling.values["evenness"])""",
        """    pass""",
        LEVELS,
    ),
    _fault(
        "more are off the whole day than need be",
        WEEKS,
        "return max(least, sums.start - (limits[position].stop - 1))",
        "return 1 + max(least, sums.start - (limits[position].stop - 1))",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "one too many is certain of a place",
        "outline.py",
        "        if left < 0:\n",
        "        if left <= 0:\n",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "whoever weighs as much as may be missed has a place",
        "outline.py",
        "occurrences[index].weight > spare",
        "occurrences[index].weight >= spare",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "one more is missed than has to be",
        "outline.py",
        "len(domain.missing) - room)",
        "len(domain.missing) - room + 1)",
        LEVELS,
        EVERYTHING,
    ),
    _fault(
        "what stands is overlooked where it is the first",
        "outline.py",
        "            occurrences[index].current is not None and occurrences[index].move_weight > 0",
        "            index and occurrences[index].current is not None and occurrences[index].move_weight > 0",
        LEVELS,
    ),
    _fault(
        "who cannot move keeps no time in another week",
        "outline.py",
        "if any(starts[index] is None and stay(self.domain.problem.occurrences[index]) for index in settled.placed):",
        "if False:",
        EVERYTHING,
    ),
    _fault(
        "what is declined stays",
        "outline.py",
        "occurrence.current is not None and self.starts[index] == occurrence.current",
        "occurrence.current is not None",
        EVERYTHING,
    ),
    # A few pairs at a time
    _fault(
        "whatever comes next passes by somebody who is certain",
        "day/expand.py",
        "if tick + prep + duration > (after_only if label == only else begin):",
        "if tick + prep + duration > (after_only if label == only else self._end):",
        DAY,
    ),
    _fault(
        "whoever is certain passes by the next who is",
        "day/expand.py",
        "if tick + prep + duration > (after_only if label == only else begin):",
        "if label != only and tick + prep + duration > begin:",
        DAY,
    ),
    _fault(
        "somebody who may have a place never gets one",
        "neighbourhoods.py",
        "if len(domain.starts[index]) > (index in domain.placed):",
        "if len(domain.starts[index]) > 1:",
        NEIGHBOURHOODS,
    ),
    _fault(
        "something worse is taken",
        "neighbourhoods.py",
        "if found[1] < worth:",
        "if found[1] != worth:",
        NEIGHBOURHOODS,
    ),
    _fault(
        "two pairs never come together",
        "neighbourhoods.py",
        "for one in combinations(sorted(group), 2):",
        "for one in [*combinations(sorted(group), 2), *list(left)[-1:]]:",
        NEIGHBOURHOODS,
    ),
    _fault(
        "weeks that miss more than the least are taken for the best",
        "outline.py",
        """        if bounds["missed"] > least or not all""",
        """        if not all""",
        EVERYTHING,
    ),
    # Proofs
    _fault(
        "a bound is rounded the wrong way",
        "relaxation.py",
        "return -(-self.bound // SCALE)",
        "return self.bound // SCALE + 1",
        PROOFS,
    ),
    _fault(
        "a row pays with its other limit",
        "relaxation.py",
        "limit = low if dual > 0 else high",
        "limit = high if dual > 0 else low",
        PROOFS,
    ),
    _fault(
        "a row pays without that limit",
        "relaxation.py",
        "if limit is None or dual == 0:",
        "limit = limit or 0\n        if dual == 0:",
        PROOFS,
    ),
    _fault(
        "a variable is at its other end",
        "relaxation.py",
        "(low if value > 0 else high)",
        "(high if value > 0 else low)",
        PROOFS,
    ),
    _fault("a constant is forgotten", "relaxation.py", "bound = cost.offset * SCALE", "bound = 0", PROOFS),
    _fault("room is one too small", "elimination.py", "room = most * SCALE", "room = (most - 1) * SCALE", PROOFS),
    _fault("what costs just the room is useless", "elimination.py", "and value > room", "and value >= room", PROOFS),
    _fault(
        "the wrong limit forces to 0",
        "elimination.py",
        "(high if positive else low) != 0",
        "(low if positive else high) != 0",
        PROOFS,
    ),
    _fault(
        "any limit forces to 0",
        "elimination.py",
        "if (high if positive else low) != 0:",
        "if (high if positive else low) is None:",
        PROOFS,
    ),
    _fault(
        "a row without terms says nothing",
        "elimination.py",
        "if terms or (low is not None and low > 0) or (high is not None and high < 0):",
        "if terms:",
        PROOFS,
    ),
    _fault(
        "a steady pair pays for more than it does",
        "model/who.py",
        "duals[chosen.choice] = -2 * third * len(certain)",
        "duals[chosen.choice] = -2 * third",
        MODEL,
    ),
    _fault(
        "an anonymous bound leaves too little room",
        "anonymous.py",
        "room = most - (self.bound - least)",
        "room = most - 1 - (self.bound - least)",
        MODEL,
    ),
    _fault(
        "an anonymous bound adds what may be left out",
        "anonymous.py",
        "if sum(numbers) not in totals:",
        "if sum(numbers) + 1 not in totals:",
        MODEL,
    ),
    _fault(
        "an anonymous bound is of worse layouts",
        "anonymous.py",
        "strict=True)]) > layout:",
        "strict=True)]) >= layout:",
        MODEL,
    ),
    _fault(
        "an anonymous bound is of the dearest week", "anonymous.py", "min(least, whole)", "max(least, whole)", MODEL
    ),
    _fault("a level weighs one too little", "joint.py", "weight = largest + 1", "weight = max(1, largest)", LEVELS),
    _fault(
        "a joint bound goes on below what is not proven",
        "joint.py",
        "if level == value else 0",
        "if True else 0",
        LEVELS,
    ),
    _fault(
        "bounds add up below what is not proven",
        "solve.py",
        "for _, bounds in parts) if proven else 0",
        "for _, bounds in parts)",
        LEVELS,
    ),
    # Parts
    _fault("shared people tie nothing", "components.py", "    _tie_shared(domain, groups, weeks, people)\n", "", PARTS),
    _fault("what stays ties nothing", "components.py", "    _tie_stays(domain, groups, weeks, people)\n", "", PARTS),
    _fault("a budget of moves ties nothing", "components.py", "if problem.max_moves is not None:", "if False:", PARTS),
    _fault(
        "what may be postponed ties nothing",
        "components.py",
        "            people[week].add(pair.member)\n",
        "            people[week].add(pair.member)\n            break\n",
        PARTS,
    ),
    _fault(
        "a pair ties nothing", "components.py", 'groups.tie(("occurrence", index, 0), ("pair", pair, 0))', "pass", PARTS
    ),
    # First answers
    _fault(
        "a meeting stays empty",
        "seating.py",
        "if len(taken) == len(seats):\n            found",
        "if taken:\n            found",
        SEATING,
    ),
    _fault(
        "nobody makes room",
        "seating.py",
        "other is None or _augment(other, guests, seats, taken, tried)",
        "other is None",
        SEATING,
    ),
    _fault(
        "two change to where one cannot sit",
        "seating.py",
        "                return None\n            total",
        "                continue\n            total",
        SEATING,
    ),
    _fault(
        "the lightest are seated",
        "seating.py",
        "(-guests[number].weight, -guests[number].lately, number)",
        "(guests[number].weight, -guests[number].lately, number)",
        SEATING,
    ),
    _fault("one week's key is every week's", "opening.py", "frozenset.intersection(*", "frozenset.union(*", OPENING),
    _fault("another layout will do", "opening.py", "if value == layout)", "if True)", OPENING),
    _fault("first fit eats no lunch", "first_fit.py", "if lunch is not None:", "if False:", FIRST_FIT),
    _fault("first fit makes no pauses", "first_fit.py", "not _runs_hold(leader, blocks)", "False", FIRST_FIT),
)


@contextmanager
def _copy(fault: Fault | None) -> Iterator[Path]:
    """The solver and its tests in a folder of their own, with the fault."""
    with TemporaryDirectory(prefix="fault-") as name:
        root = Path(name)
        for part in COPIED:
            source, target = ROOT / part, root / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        for edit in () if fault is None else fault.edits:
            path = root / edit.path
            text = path.read_text(encoding="utf-8")
            assert text.count(edit.old) == 1, f"{edit.path} has {edit.old!r} {text.count(edit.old)} times"
            path.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
        yield root


def caught(fault: Fault | None, tests: tuple[str, ...]) -> str | None:
    """The first test that fails with a fault, or without any; None: they pass."""
    with _copy(fault) as root:
        options = ["-n", "0", "-x", "-q", "-p", "no:cacheprovider", "-p", "tests.solver.faults"]
        command = [sys.executable, "-m", "pytest", *options, "--hypothesis-profile=faults", *tests]
        try:
            run = subprocess.run(
                command,
                cwd=root,
                env={**environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                text=True,
                timeout=ENOUGH,
            )
        except subprocess.TimeoutExpired:
            return "tests that do not end"
    if run.returncode == 0:
        return None
    failed = [line for line in run.stdout.splitlines() if line.startswith("FAILED ")]
    if run.returncode != 1 or not failed:
        raise RuntimeError(f"the tests could not be run:\n{run.stdout}\n{run.stderr}")
    return failed[0].split(" - ")[0].removeprefix("FAILED ")


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.solver.faults", description=__doc__, allow_abbrev=False)
    parser.add_argument("words", nargs="*", help="only the faults with one of these in their names")
    parser.add_argument("--jobs", type=int, default=2, help="so many at once (default: 2)")
    asked = parser.parse_args()
    faults = [fault for fault in FAULTS if not asked.words or any(word in fault.name for word in asked.words)]
    healthy = caught(None, tuple(dict.fromkeys(test for fault in faults for test in fault.tests)))
    if healthy is not None:
        print(f"fails without any fault: {healthy}")
        return 1
    missed = 0
    with ThreadPoolExecutor(asked.jobs) as pool:
        for fault, by in zip(faults, pool.map(lambda fault: caught(fault, fault.tests), faults), strict=True):
            missed += by is None
            print(
                f"{'NOT CAUGHT' if by is None else 'caught'}: {fault.name}{'' if by is None else f' ({by})'}",
                flush=True,
            )
    print(f"{len(faults)} faults, {missed} not caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(_main())
