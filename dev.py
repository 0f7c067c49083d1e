#!/usr/bin/env python3
"""Start, test and picture MTD Tutor from a bare machine; needs Python 3.11 and nothing else.

    python3 dev.py run [-- ARGS]       open the window, or run a terminal command (-- stats)
    python3 dev.py test [ARGS]         run every check and test, or pytest with ARGS
    python3 dev.py tour DIR            walk through the real pages and leave pictures in DIR
    python3 dev.py bench [NAME [ARGS]] run the benchmark NAME, or list the benchmarks
    python3 dev.py lock [ARGS]         renew locks/ from pyproject.toml (ARGS go to pip-compile)

On Windows say "py dev.py". What is needed goes into .venv beside this file, from hashed locks;
on Debian and Ubuntu missing system packages are installed by root, or named with the command.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this sentence is for them)
    sys.exit(
        "MTD Tutor needs Python 3.11 or newer; this is Python {}.{}. Install a newer Python, "
        "then start dev.py with it.".format(*sys.version_info[:2])
    )

import hashlib
import importlib.util
import json
import os
import platform
import shlex
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STATE = VENV / "installed.json"
LOCKS = ROOT / "locks"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# What Qt's wheels expect of Debian: to paint at all, and to open a window.
QT_PACKAGES = (
    "fonts-dejavu-core",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libxkbcommon0",
)
WINDOW_PACKAGES = (
    "libwayland-client0",
    "libwayland-cursor0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxkbcommon-x11-0",
)
# A screen, a window manager, keys and an accessibility bus for the tests in a real window.
TEST_PACKAGES = (
    "at-spi2-core",
    "dbus",
    "gir1.2-atspi-2.0",
    "openbox",
    "python3-pyatspi",
    "x11-xkb-utils",
    "xauth",
    "xdotool",
    "xvfb",
)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "run": run,
        "test": test,
        "tour": tour,
        "bench": bench,
        "lock": lock,
    }
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(__doc__)
        return 0 if argv else 2
    if argv[0] not in commands:
        print(f"dev.py knows no command {argv[0]}; it knows {', '.join(commands)}.")
        return 2
    return commands[argv[0]](list(argv[1:]))


def run(args: list[str]) -> int:
    """Open the window, or run a terminal command of the program."""
    args = args[1:] if args[:1] == ["--"] else args
    window = opens_window(args)
    if window and not has_display():
        stop("There is no display to open a window on; python3 dev.py tour DIR makes pictures.")
    prepare_system([*QT_PACKAGES, *WINDOW_PACKAGES] if window else [])
    prepare_environment("run")
    return hand_over(["-P", "-m", "mtdtutor", *args])


def test(args: list[str]) -> int:
    """Run every check and test, or only what ``args`` ask pytest for."""
    prepare_system(QT_PACKAGES, [*WINDOW_PACKAGES, *TEST_PACKAGES])
    prepare_environment("test")
    os.chdir(ROOT)
    return hand_over(["-m", "pytest", *(args or ["--cov", "--cov-report=", "--floors"])])


def tour(args: list[str]) -> int:
    """Walk through the real pages without a screen and leave pictures in a folder."""
    if len(args) != 1 or args[0].startswith("-"):
        stop("Say where the pictures go: python3 dev.py tour DIR", code=2)
    prepare_system(QT_PACKAGES)
    prepare_environment("run")
    return hand_over([str(ROOT / "docs" / "tour.py"), args[0]])


def bench(args: list[str]) -> int:
    """Run one benchmark by name, or list them."""
    scripts = {path.stem: path for path in sorted((ROOT / "bench").glob("[!_]*.py"))}
    if not args:
        print("Benchmarks: " + ", ".join(scripts))
        return 0
    if args[0] not in scripts:
        stop(f"There is no benchmark {args[0]}; there are {', '.join(scripts)}.", code=2)
    prepare_system(QT_PACKAGES, [*WINDOW_PACKAGES, *TEST_PACKAGES])
    prepare_environment("test")
    return hand_over([str(scripts[args[0]]), *args[1:]])


def lock(args: list[str]) -> int:
    """Renew the hashed locks; the oldest supported Python makes them, so that they fit all."""
    if sys.version_info[:2] != (3, 11):
        stop("Locks are made with Python 3.11, the oldest that MTD Tutor supports.")
    prepare_environment("test")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    run_time = project["project"]["dependencies"]
    build = groups["build"]
    own = [item for item in groups["test"] if isinstance(item, str)]
    for name, wanted in {
        "run": run_time,
        "build": build,
        "test": [*run_time, *build, *own],
    }.items():
        target = LOCKS / f"{name}.txt"
        command = [str(PYTHON), "-m", "piptools", "compile", "--quiet", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links"]
        command += ["--no-emit-options", "--no-annotate", "--strip-extras", "--allow-unsafe"]
        command += [f"--cache-dir={VENV / 'cache'}", "--newline=lf", f"--output-file={target}"]
        command += [*args, "-"]
        if name == "test":
            command += [f"--constraint={LOCKS / 'run.txt'}"]
        environment = {**os.environ, "CUSTOM_COMPILE_COMMAND": "python3 dev.py lock"}
        subprocess.run(
            command, input="\n".join(wanted), text=True, check=True, cwd=ROOT, env=environment
        )
        print(f"Wrote {target.relative_to(ROOT)}")
    return 0


# The environment


def prepare_environment(kind: str) -> None:
    """Make sure that .venv holds what ``locks/<kind>.txt`` says, and nothing half-made.

    The state is written last, so a killed installation leaves none and is made anew. The lock for
    tests holds everything of the one for running and may be added to it.
    """
    wanted = {"python": python_identity(), "run": fingerprint("run"), kind: fingerprint(kind)}
    state = read_state()
    if PYTHON.exists() and wanted.items() <= state.items():
        return
    addable = {"python": wanted["python"], "run": wanted["run"]}
    if PYTHON.exists() and state == addable:
        STATE.unlink()
    else:
        make_environment()
    print("Installing what MTD Tutor needs into .venv (once) ...", flush=True)
    command = [str(PYTHON), "-I", "-m", "pip", "install", "--require-hashes"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--no-input"]
    command += ["-r", str(LOCKS / f"{kind}.txt")]
    # pip's cache lies outside this folder; only a cache that the machine names is used.
    own = {"PIP_USER": "0"} | ({} if "PIP_CACHE_DIR" in os.environ else {"PIP_NO_CACHE_DIR": "1"})
    if subprocess.run(command, env={**os.environ, **own}, check=False).returncode:
        stop("The packages could not be installed; pip says above why. Mend that and try again.")
    link_source()
    STATE.write_text(json.dumps(wanted), encoding="utf-8")


def make_environment() -> None:
    """Make an empty .venv in place of whatever is there."""
    if importlib.util.find_spec("ensurepip") is None:
        stop("This Python cannot make virtual environments: its ensurepip module is missing.")
    try:
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        stop(f"The folder {VENV} could not be replaced ({error}). Delete it and try again.")
    # Started by the .venv's own Python, that one is gone by now.
    base = str(getattr(sys, "_base_executable", sys.executable))
    if subprocess.run([base, "-m", "venv", str(VENV)], check=False).returncode:
        stop(f"The virtual environment {VENV} could not be made; the reason stands above.")


def link_source() -> None:
    """Let .venv find the package in this folder, by a path that survives moving both."""
    places = {"base": str(VENV), "platbase": str(VENV)}
    site = Path(sysconfig.get_path("purelib", "venv", places))
    (site / "mtdtutor_source.pth").write_text(os.path.relpath(ROOT, site) + "\n", encoding="ascii")


def fingerprint(kind: str) -> str:
    """Return a hash of a lock's content."""
    return hashlib.sha256((LOCKS / f"{kind}.txt").read_bytes()).hexdigest()


def python_identity() -> str:
    """Return what must be the same for a virtual environment to go on working."""
    return f"{platform.python_version()} {platform.machine()} {sys.base_prefix}"


def read_state() -> dict[str, str]:
    """Return what was last installed completely, or nothing."""
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def hand_over(args: Sequence[str]) -> int:
    """Run the environment's Python in place of this process, with UTF-8 everywhere."""
    os.environ["PYTHONUTF8"] = "1"
    command = [str(PYTHON), *args]
    sys.stdout.flush()
    if not WINDOWS:
        os.execv(command[0], command)
    # There, exec would return to the prompt at once and leave the program behind.
    return subprocess.run(command, check=False).returncode


# The machine


def opens_window(args: Sequence[str]) -> bool:
    """Tell whether the program, started with ``args``, opens a window or works in the terminal."""
    rest = iter(args)
    for arg in rest:
        if arg in {"--data-dir", "--learner"}:
            next(rest, None)
        elif arg in {"--help", "-h", "--version"} or not arg.startswith("-"):
            return False
    return True


def has_display() -> bool:
    """Tell whether there is a screen to open a window on."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def prepare_system(needed: Sequence[str], wanted: Sequence[str] = ()) -> None:
    """Install missing Debian packages as root, else print the one command that does.

    Args:
        needed: Packages without which the command cannot work.
        wanted: Packages without which only some tests are skipped.
    """
    if not is_debian():
        return
    if importlib.util.find_spec("ensurepip") is None:
        needed = [*needed, f"python3.{sys.version_info.minor}-venv"]
    missing = missing_packages([*needed, *wanted])
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    if os.geteuid() == 0:
        print("Installing system packages: " + " ".join(missing), flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=environment, check=False)
        subprocess.run([*install, *real_names(missing)], env=environment, check=False)
        missing = missing_packages([*needed, *wanted])
        # A module that came with a package is found only once the search starts afresh.
        importlib.invalidate_caches()
    if missing:
        sudo = "" if os.geteuid() == 0 else "sudo "
        command = f"{sudo}apt-get update && {sudo}{shlex.join([*install, *real_names(missing)])}"
        print(f"System packages are missing. Install them with:\n{command}", flush=True)
        if set(missing) & set(needed):
            sys.exit(1)


def is_debian() -> bool:
    """Tell whether this is Debian, Ubuntu or one of their children."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    fields = dict(line.split("=", 1) for line in lines if "=" in line)
    names = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}".replace('"', "").split()
    return bool({"debian", "ubuntu"} & set(names)) and shutil.which("dpkg-query") is not None


def missing_packages(names: Sequence[str]) -> list[str]:
    """Return those packages that are not installed, under their old or their new name."""
    query = ["dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\n", *both_names(names)]
    found = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    return [name for name in names if not {f"installed {n}" for n in both_names([name])} & {*found}]


def real_names(names: Sequence[str]) -> list[str]:
    """Return the names under which this release's archive offers packages."""
    query = ["apt-cache", "policy", *both_names(names)]
    lines = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
    offered, name = set(), ""
    for line in lines:
        if not line.startswith(" "):
            name = line.rstrip(":")
        elif line.strip().startswith("Candidate:") and "(none)" not in line:
            offered.add(name)
    return [f"{name}t64" if f"{name}t64" in offered else name for name in names]


def both_names(names: Sequence[str]) -> list[str]:
    """Return package names with those they got when Debian's time became 64 bits wide."""
    return [variant for name in names for variant in (name, f"{name}t64")]


def stop(message: str, code: int = 1) -> NoReturn:
    """Say one sentence and end."""
    print(message, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
