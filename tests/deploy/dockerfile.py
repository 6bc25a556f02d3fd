"""A Dockerfile, taken apart; and a .dockerignore."""

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Instruction:
    name: str
    """In capitals."""
    text: str
    """Its lines in one."""

    @property
    def words(self) -> list[str]:
        """Of its JSON, where it is written so; else its words."""
        return list(json.loads(self.text)) if self.text.startswith("[") else self.text.split()


def instructions(path: Path) -> list[list[Instruction]]:
    """Instructions by stage."""
    text = re.sub(r"(?m)^\s*#.*\n", "", path.read_text(encoding="utf-8"))
    stages: list[list[Instruction]] = []
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            if name.upper() == "FROM":
                stages.append([])
            stages[-1].append(Instruction(name.upper(), rest.strip()))
    return stages


def sent(root: Path) -> set[str]:
    """Entries of the root that are sent to the builder: the last line of .dockerignore that fits decides."""
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    found = set()
    for entry in root.iterdir():
        taken = True
        for rule in rules:
            if fnmatch(entry.name, rule.removeprefix("!")):
                taken = rule.startswith("!")
        if taken:
            found.add(entry.name)
    return found
