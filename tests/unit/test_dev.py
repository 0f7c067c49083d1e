"""dev.py: from a bare machine to a running program, and the locks it installs from."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(__file__).parents[2]


# Locks


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return version and hashes of each package in a lock."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = line.split()
            package, version = requirement.split("==")
            found[package] = (version, frozenset(hashes))
    return found


def wanted(name: str) -> list[Requirement]:
    """Return what pyproject.toml asks for in a lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    texts = {
        "run": project["project"]["dependencies"],
        "build": [*groups["build"], *project["build-system"]["requires"]],
        "test": [text for text in groups["test"] if isinstance(text, str)],
    }[name]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("name", ["run", "build", "test"])
def test_a_lock_answers_pyproject_with_hashes(name: str):
    lock = locked(name)
    for requirement in wanted(name):
        key = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert requirement.specifier.contains(lock[key][0]), requirement
    assert all(hashes and all("--hash=sha256:" in h for h in hashes) for _, hashes in lock.values())


@pytest.mark.parametrize("name", ["run", "build"])
def test_the_lock_for_tests_holds_the_others(name: str):
    assert locked(name).items() <= locked("test").items()


@pytest.mark.parametrize("name", ["run", "build", "test"])
def test_a_lock_names_no_index_and_no_folder(name: str):
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host|/", text)


# Old Pythons


def test_an_old_python_can_read_the_file():
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_in_one_sentence():
    code = (
        "import sys; sys.version_info = (3, 8, 1, 'final', 0);"
        "exec(compile(open('dev.py', encoding='utf-8').read(), 'dev.py', 'exec'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr.startswith("MTD Tutor needs Python 3.11 or newer; this is Python 3.8.")
    assert result.stderr.count("\n") == 1


# The command line


@pytest.mark.parametrize(
    ("argv", "code"), [([], 2), (["--help"], 0), (["fly"], 2), (["tour"], 2), (["bench", "?"], 2)]
)
def test_usage(argv: list[str], code: int, capsys: pytest.CaptureFixture[str]):
    try:
        found = dev.main(argv)
    except SystemExit as end:
        found = end.code
    said = "".join(capsys.readouterr())
    assert found == code
    assert "dev.py" in said or "benchmark" in said


@pytest.mark.parametrize(
    ("args", "opens"),
    [
        ([], True),
        (["--data-dir", "stats"], True),
        (["--learner=Me"], True),
        (["stats"], False),
        (["--data-dir", "x", "stats", "--json"], False),
        (["--version"], False),
        (["--help"], False),
    ],
)
def test_only_the_window_needs_a_display(args: list[str], opens: bool):
    assert dev.opens_window(args) is opens


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a display")
def test_without_a_display_one_line_names_the_tour(tmp_path: Path):
    shutil.copy(ROOT / "dev.py", tmp_path)
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    result = subprocess.run(
        [sys.executable, "dev.py", "run"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "python3 dev.py tour DIR" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / ".venv").exists()


def test_the_tour_has_its_guide():
    assert (ROOT / "docs" / "tour.py").is_file()


# System packages


class Machine:
    """A Debian without a network: what is installed, what is offered, what was asked for."""

    def __init__(self, installed: set[str], offered: set[str]) -> None:
        self.installed = installed
        self.offered = offered
        self.asked: list[list[str]] = []

    def run(self, command: list[str], **_options: object) -> SimpleNamespace:
        names = [word for word in command if not word.startswith("-")]
        lines: list[str] = []
        if command[0] == "dpkg-query":
            lines = [f"installed {name}" for name in names if name in self.installed]
            lines += [f"not-installed {name}" for name in names if name == "removed"]
        elif command[0] == "apt-cache":
            for name in names[2:]:
                version = "1.0" if name in self.offered else "(none)"
                lines += [f"{name}:", "  Installed: (none)", f"  Candidate: {version}"]
        else:
            self.asked.append(command)
            if command[1] == "install":
                self.installed |= self.offered & set(names)
        return SimpleNamespace(stdout="\n".join(lines), returncode=0)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Put dev.py on a Debian of ours, where we are root."""
    machine = Machine({"libgl1"}, {"libglib2.0-0t64", "libegl1", "xvfb"})
    monkeypatch.setattr(dev.subprocess, "run", machine.run)
    monkeypatch.setattr(dev, "is_debian", lambda: True)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    return machine


def test_root_gets_missing_packages_under_the_names_of_the_release(machine: Machine):
    dev.prepare_system(["libgl1", "libglib2.0-0"], ["xvfb"])
    assert machine.asked[0][:2] == ["apt-get", "update"]
    assert machine.asked[1][-2:] == ["libglib2.0-0t64", "xvfb"]
    dev.prepare_system(["libgl1", "libglib2.0-0"], ["xvfb"])
    assert len(machine.asked) == 2


def test_others_get_one_exact_command(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="1"):
        dev.prepare_system(["libglib2.0-0"])
    assert capsys.readouterr().out.splitlines()[-1] == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libglib2.0-0t64"
    )
    assert not machine.asked


def test_packages_for_real_windows_alone_stop_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    dev.prepare_system(["libgl1"], ["xvfb"])
    assert "xvfb" in capsys.readouterr().out


def test_what_the_archive_does_not_offer_stops_root_too(machine: Machine):
    with pytest.raises(SystemExit, match="1"):
        dev.prepare_system(["unheard-of"])


def test_a_removed_package_is_missing(machine: Machine):
    assert dev.missing_packages(["removed", "libgl1"]) == ["removed"]


def test_a_python_without_ensurepip_needs_its_venv_package(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
):
    package = f"python3.{sys.version_info.minor}-venv"
    machine.offered.add(package)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _name: None)
    dev.prepare_system([])
    assert machine.asked[1][-1] == package


# The environment, for real: from an unpacked archive, offline, in a folder with an awkward name


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small project with dev.py, two locks and the packages they name."""
    store = tmp_path / "store"
    store.mkdir()
    folder = tmp_path / "Übung für Zoë"
    (folder / "locks").mkdir(parents=True)
    shutil.copy(ROOT / "dev.py", folder)
    lines = {name: make_wheel(store, name) for name in ("spade", "rake")}
    (folder / "locks" / "run.txt").write_text(lines["spade"], encoding="utf-8")
    (folder / "locks" / "test.txt").write_text(lines["spade"] + lines["rake"], encoding="utf-8")
    package = folder / "mtdtutor"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(
        "import spade, sys; print('ran', *sys.argv[1:], sys.flags.utf8_mode)", encoding="utf-8"
    )
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(store))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def make_wheel(store: Path, name: str) -> str:
    """Write a wheel with one empty module and return its line for a lock."""
    path = store / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    with zipfile.ZipFile(path, "w") as wheel:
        for place, text in files.items():
            digest = hashlib.sha256(text.encode()).digest()
            code = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            record += f"{place},sha256={code},{len(text)}\n"
            wheel.writestr(place, text)
        wheel.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def start(folder: Path, *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run dev.py of a project."""
    return subprocess.run(
        [sys.executable, str(folder / "dev.py"), *args],
        cwd=cwd or folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(120)
def test_a_first_run_installs_and_a_second_does_not(project: Path, tmp_path: Path):
    first = start(project, "run", "--", "stats", "--json", cwd=tmp_path)
    assert first.stdout.splitlines()[-1] == "ran stats --json 1", first.stdout + first.stderr
    python = project / dev.PYTHON.relative_to(dev.ROOT)
    assert start(project, "run", "stats").stdout == "ran stats 1\n"
    assert {path.name for path in tmp_path.iterdir()} <= {project.name, "store", "home"}
    # pip asks a Rust compiler, where there is one, for its version.
    assert {path.name for path in (tmp_path / "home").glob("*")} <= {".rustup"}

    # Folder and environment move together.
    moved = project.rename(tmp_path / "elsewhere")
    assert start(moved, "run", "stats").stdout == "ran stats 1\n"

    # A killed installation leaves no state and is made anew, without what was there before.
    (moved / ".venv" / "installed.json").unlink()
    leftover = moved / ".venv" / "leftover"
    leftover.touch()
    assert start(moved, "run", "stats").stdout.splitlines()[-1] == "ran stats 1"
    assert not leftover.exists()

    # The packages for tests are added to it.
    leftover.touch()
    command = "import sys, dev; sys.exit(dev.prepare_environment('test'))"
    subprocess.run([sys.executable, "-c", command], cwd=moved, check=True, capture_output=True)
    venv_python = moved / python.relative_to(project)
    subprocess.run([str(venv_python), "-c", "import rake, spade"], check=True)
    assert leftover.exists()
    assert start(moved, "run", "stats").stdout == "ran stats 1\n"


@pytest.mark.timeout(120)
def test_a_wrong_hash_stops_and_leaves_no_state(project: Path):
    lock = project / "locks" / "run.txt"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text[:-3] + ("00\n" if text[-3:-1] != "00" else "11\n"), encoding="utf-8")
    result = start(project, "run", "stats")
    assert result.returncode == 1
    assert result.stderr.endswith("Mend that and try again.\n")
    assert not (project / ".venv" / "installed.json").exists()


@pytest.mark.parametrize(
    ("change", "remade"),
    [
        ({}, None),
        ({"run": "another"}, True),
        ({"python": "another"}, True),
        ({"test": "another"}, True),
        ({"test": None}, False),
    ],
)
def test_the_environment_is_remade_when_its_ground_changed(
    change: dict[str, str | None],
    remade: bool | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    state = {"python": dev.python_identity(), "run": "r", "test": "t"}
    monkeypatch.setattr(dev, "fingerprint", lambda kind: kind[0])
    monkeypatch.setattr(dev, "STATE", tmp_path / "installed.json")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    calls = []
    monkeypatch.setattr(dev, "make_environment", lambda: calls.append("make"))
    monkeypatch.setattr(dev, "link_source", lambda: None)
    monkeypatch.setattr(
        dev.subprocess, "run", lambda *_, **__: calls.append("pip") or SimpleNamespace(returncode=0)
    )
    found = {key: value for key, value in (state | change).items() if value is not None}
    dev.STATE.write_text(json.dumps(found), encoding="utf-8")

    dev.prepare_environment("test")

    expected = {None: [], True: ["make", "pip"], False: ["pip"]}
    assert calls == expected[remade]
    assert dev.read_state() == state


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_a_broken_state_is_no_state(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dev, "STATE", tmp_path / "installed.json")
    dev.STATE.write_text(text, encoding="utf-8")
    assert dev.read_state() == {}
