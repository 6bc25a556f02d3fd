"""What stands in deploy/ is what its readers take: systemd, cron, Kubernetes, Docker; and all of it runs a night."""

import re
import shlex
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from providers.auth.secret_file import refuse_open_to_others
from tests.deploy.dockerfile import Instruction, instructions, sent
from tests.night.company import ANN, LEA, Teams, teams

__all__ = ["teams"]

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SERVICE = DEPLOY / "systemd" / "schedule-nightly.service"
TIMER = DEPLOY / "systemd" / "schedule-nightly.timer"
CRON = DEPLOY / "cron" / "schedule"
DOCKERFILE = DEPLOY / "Dockerfile"
INSTALLED = Path(sys.executable).parent / "schedule"
OUR_CONFIG = "/etc/schedule/config.toml"
OUR_PROGRAM = "/opt/schedule/bin/schedule"


def of_unit(path: Path, key: str) -> list[str]:
    """What a unit says under a key."""
    return re.findall(rf"(?m)^{key}=(.*)$", path.read_text(encoding="utf-8"))


def manifests() -> list[dict[str, Any]]:
    """All of Kubernetes' objects."""
    return list(yaml.safe_load_all((DEPLOY / "kubernetes" / "cronjob.yaml").read_text(encoding="utf-8")))


def cron_job() -> dict[str, Any]:
    """The CronJob's specification."""
    (job,) = (each for each in manifests() if each["kind"] == "CronJob")
    assert job["apiVersion"] == "batch/v1"
    spec = job["spec"]
    assert isinstance(spec, dict)
    return spec


def pod() -> dict[str, Any]:
    """The specification of its pods."""
    spec = cron_job()["jobTemplate"]["spec"]["template"]["spec"]
    assert isinstance(spec, dict)
    return spec


def image() -> list[Instruction]:
    """The last stage of the Dockerfile."""
    return instructions(DOCKERFILE)[-1]


def last(name: str) -> Instruction:
    """The last instruction of this name in the last stage."""
    return [each for each in image() if each.name == name][-1]


def cron_command() -> list[str]:
    """The words of the line in the crontab after time and user."""
    (line,) = (line for line in CRON.read_text("utf-8").splitlines() if re.match(r"[0-9]", line))
    return shlex.split(line)[6:]


def commands() -> dict[str, list[str]]:
    """Every way in which a night is started: its words, from the program on."""
    program = last("ENTRYPOINT").words
    (container,) = pod()["containers"]
    return {
        "systemd": shlex.split(of_unit(SERVICE, "ExecStart")[0]),
        "cron": cron_command(),
        "kubernetes": [*program, *container["args"]],
        "docker": [*program, *last("CMD").words],
    }


@pytest.mark.parametrize("way", ["systemd", "cron", "kubernetes", "docker"])
def test_each_way_runs_a_night(teams: Teams, way: str) -> None:
    """The command that it names, word for word, writes everybody's 1-on-1s."""
    program, *options = commands()[way]
    assert program in (OUR_PROGRAM, "schedule")
    assert options[0] == "nightly"
    here = [str(teams.config) if word == OUR_CONFIG else word for word in options]
    assert here != options
    done = teams.run(*here, leader=None)
    assert done.code == 0, done
    assert len(teams.ours(LEA)) == 2
    assert len(teams.ours(ANN)) == 3


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """With the program where it is here, nothing is wrong with them; and the service is well confined."""
    service = SERVICE.read_text("utf-8").replace(OUR_PROGRAM, str(INSTALLED))
    (tmp_path / SERVICE.name).write_text(service)
    shutil.copy(TIMER, tmp_path)
    units = [str(tmp_path / SERVICE.name), str(tmp_path / TIMER.name)]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    secure = ["systemd-analyze", "security", "--offline=true", "--threshold=40", units[0]]
    assert subprocess.run(secure, capture_output=True, check=False).returncode == 0


def test_the_service_is_one_night_of_an_ordinary_user() -> None:
    """It is not root's, lasts longer than a night may, and is asked to stop as by Ctrl-C."""
    assert of_unit(SERVICE, "Type") == ["oneshot"]
    assert of_unit(SERVICE, "User") == ["schedule"]
    assert of_unit(SERVICE, "KillSignal") == ["SIGINT"]
    assert of_unit(SERVICE, "TimeoutStartSec") == ["6h"]
    assert of_unit(TIMER, "Persistent") == ["true"]
    assert SERVICE.stem == TIMER.stem


def test_the_crontab_is_one_that_cron_reads() -> None:
    """Five fields of time in their ranges, a user, an absolute path; the file ends with a newline."""
    text = CRON.read_text("utf-8")
    assert text.endswith("\n")
    (line,) = (line for line in text.splitlines() if re.match(r"[0-9*]", line))
    minute, hour, *days, user, program, _ = line.split(maxsplit=7)
    assert 0 <= int(minute) < 60
    assert 0 <= int(hour) < 24
    assert days == ["*", "*", "*"]
    assert user == "schedule"
    assert program.startswith("/")
    assert "%" not in line  # cron takes it for a line break
    assert re.fullmatch(r"[A-Za-z0-9._-]+", CRON.name)
    assert "." not in CRON.name  # Debian's cron passes over such files


def test_the_cron_job_starts_one_night_and_lets_it_end() -> None:
    """Never two at once, none begun anew by Kubernetes, and none cut off before its own deadline."""
    spec = cron_job()
    assert re.fullmatch(r"[0-9]+ [0-9]+ \* \* \*", spec["schedule"])
    assert spec["concurrencyPolicy"] == "Forbid"
    job = spec["jobTemplate"]["spec"]
    assert job["backoffLimit"] == 0
    assert job["activeDeadlineSeconds"] > 4 * 3600
    assert pod()["restartPolicy"] == "Never"


def test_pods_can_do_no_more_than_they_must() -> None:
    """No root, no writable root, no capability, no token of the cluster, limits of memory."""
    assert pod()["automountServiceAccountToken"] is False
    security = pod()["securityContext"]
    assert security["runAsNonRoot"] is True
    assert f"{security['runAsUser']}:{security['runAsGroup']}" == last("USER").text
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in (*pod()["initContainers"], *pod()["containers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]
        assert re.fullmatch(r"[a-z/-]+:[0-9.]+", container["image"])


def test_every_volume_is_there_and_used() -> None:
    """The configuration, the secrets and the state are volumes; what is mounted exists; the image's places are met."""
    volumes = {each["name"]: each for each in pod()["volumes"]}
    containers = (*pod()["initContainers"], *pod()["containers"])
    mounts = [mount for container in containers for mount in container["volumeMounts"]]
    assert {mount["name"] for mount in mounts} == volumes.keys()
    assert "configMap" in volumes["config"]
    assert "secret" in volumes["secrets"]
    claims = {each["metadata"]["name"] for each in manifests() if each["kind"] == "PersistentVolumeClaim"}
    assert volumes["state"]["persistentVolumeClaim"]["claimName"] in claims
    (container,) = pod()["containers"]
    places = {mount["mountPath"]: mount.get("readOnly", False) for mount in container["volumeMounts"]}
    assert places == {"/etc/schedule": True, "/run/schedule": True, "/var/lib/schedule": False, "/tmp": False}
    assert last("VOLUME").words == ["/var/lib/schedule"]


def test_secrets_become_their_owners_alone(tmp_path: Path) -> None:
    """As Kubernetes mounts them they are links to files that a group can read; the pod's first step mends that."""
    volume, own = tmp_path / "secrets", tmp_path / "own"
    (volume / "..2026_11_26").mkdir(parents=True)
    own.mkdir()
    (volume / "..data").symlink_to("..2026_11_26")
    (volume / "..2026_11_26" / "slack-webhook").write_text("https://hooks.example.com/x")
    (volume / "..2026_11_26" / "slack-webhook").chmod(0o440)
    (volume / "slack-webhook").symlink_to("..data/slack-webhook")
    (first,) = pod()["initContainers"]
    *shell, script = first["command"]
    mounts = {mount["mountPath"]: mount["name"] for mount in first["volumeMounts"]}
    assert mounts == {"/secrets": "secrets", "/run/schedule": "own-secrets"}
    script = script.replace("/run/schedule", str(own)).replace("/secrets", str(volume))
    subprocess.run([*shell, script], check=True)
    (copied,) = own.iterdir()
    refuse_open_to_others(copied)
    assert stat.S_IMODE(copied.stat().st_mode) == 0o400


def test_the_image_runs_as_nobody_in_particular() -> None:
    """A numeric user who is not root, in every instruction that runs; the program, not a shell, gets signals."""
    user, _, group = last("USER").text.partition(":")
    assert int(user) > 0
    assert int(group) > 0
    names = [each.name for each in image()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    for name in ("ENTRYPOINT", "CMD"):
        assert last(name).text.startswith("[")
    assert last("HEALTHCHECK").text.endswith('CMD ["schedule", "--version"]')


def test_the_image_is_built_of_what_was_tested() -> None:
    """Bases are tagged, packages come from the lock with their hashes, nothing is fetched by ADD or left in a cache."""
    stages = instructions(DOCKERFILE)
    bases = [stage[0].words[0] for stage in stages]
    assert all(re.fullmatch(r"python:3\.[0-9]+-slim", base) for base in bases)
    assert len(set(bases)) == 1  # a venv is moved from one to the other
    every = [each for stage in stages for each in stage]
    assert not [each for each in every if each.name == "ADD"]
    installing = [each.text for each in every if each.name == "RUN" and "pip install" in each.text]
    assert all("--no-cache-dir" in text for text in installing)
    assert all("--require-hashes" in text or "--no-deps" in text for text in installing)
    assert "requirements.lock" in installing[0]


def test_the_builder_gets_what_it_copies_and_nothing_else() -> None:
    """`.dockerignore` lets through exactly what COPY names: no .git, no calendars, no secrets of whoever builds."""
    copied = {
        source
        for stage in instructions(DOCKERFILE)
        for each in stage
        if each.name == "COPY" and "--from" not in each.text
        for source in each.words[:-1]
    }
    assert sent(ROOT) == copied
    assert all((ROOT / name).exists() for name in copied)


def test_the_program_can_be_built_of_what_is_copied(tmp_path: Path) -> None:
    """A wheel of these files alone holds all that the program reads besides its code."""
    context = tmp_path / "context"
    context.mkdir()
    for name in sent(ROOT):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, context / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--wheel-dir", str(tmp_path), str(context)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    data = {
        path.relative_to(ROOT).as_posix()
        for package in ("providers", "scheduler", "solver")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert "scheduler/tell/summary/adaptive_card.json" in data
    assert data <= held
