"""Where the configuration file is."""

from collections.abc import Mapping
from pathlib import Path

from scheduler.errors import BadInput

VARIABLE = "SCHEDULE_CONFIG"
FILE_NAME = "config.toml"


def find(explicit: Path | None, environ: Mapping[str, str]) -> Path:
    """The configuration file: the one named, or else $SCHEDULE_CONFIG, ./config.toml, the platform's folder.

    One that is named but does not exist is an error; no other is taken for it.

    Args:
        explicit: what the command line names.
        environ: the environment's variables.

    Raises:
        BadInput: there is none; names all places that were looked at.
    """
    if explicit is not None:
        return _named(explicit, "--config")
    if variable := environ.get(VARIABLE):
        return _named(Path(variable), VARIABLE)
    import platformdirs

    places = (Path(FILE_NAME), platformdirs.user_config_path("schedule", appauthor=False) / FILE_NAME)
    for place in places:
        if _exists(place):
            return place
    looked = f"--config (not given), {VARIABLE} (not set), " + ", ".join(f"{place.absolute()}" for place in places)
    raise BadInput(f"there is no configuration; looked at: {looked}. Write one with `schedule init`.")


def _named(path: Path, by: str) -> Path:
    if not _exists(path):
        raise BadInput(f"{path}: there is no such file, though {by} names it. Write it with `schedule init --config`.")
    return path


def _exists(path: Path) -> bool:
    """Whether something is there; what may not even be looked at is left for `load` to report."""
    try:
        return path.exists()
    except OSError:
        return True
