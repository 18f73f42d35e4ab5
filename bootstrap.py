"""Set up `.venv` for this checkout: `make env`, or `python bootstrap.py` without make.

    python bootstrap.py          set up .venv, or say nothing when it is up to date
    python bootstrap.py --lock   write requirements.lock from pyproject.toml (--upgrade: newest)

Needs Python 3.11 or newer and nothing else: pip installs uv, uv installs the exact files that
requirements.lock names by hash, and the package itself comes editable from src/. It is done
again only when the content of requirements.lock, pyproject.toml or this file has changed, when
the checkout was moved, or when another version of Python runs it.
"""

import argparse
import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
VENV = ROOT / ".venv"
STAMP = VENV / "bootstrap.stamp"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
VENV_PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
UV = (VENV_PYTHON, "-m", "uv", "pip")

# uv reads no pip configuration. Whoever gets packages through pip's (an institute's mirror, a
# proxy's certificate) should not have to say it twice: pip's setting -> uv's variable, and what
# stands between several values there.
FROM_PIP = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "no-index": ("UV_NO_INDEX", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Set up .venv for this checkout.")
    parser.add_argument("--lock", action="store_true", help="write requirements.lock instead")
    parser.add_argument("--upgrade", action="store_true", help="with --lock: newest versions")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs it may have an older one
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    try:
        if options.lock:
            write_lock(upgrade=options.upgrade)
        elif read_stamp() != (interpreter(), content()) or not VENV_PYTHON.exists():
            set_up()
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd))
        print(f"\n{command}\nfailed (status {error.returncode}); see above", file=sys.stderr)
        return 1
    return 0


def interpreter() -> str:
    """Return what .venv is bound to: this version of Python and this folder."""
    return f"Python {sys.version} in {ROOT}".replace("\n", " ")


def content() -> str:
    """Return one hash of the files that say what is in .venv."""
    files = (LOCK, PROJECT, Path(__file__))
    # Line endings do not count: a checkout on Windows is the same.
    return hashlib.sha256(
        b"\0".join(path.read_bytes().replace(b"\r\n", b"\n") for path in files)
    ).hexdigest()


def read_stamp() -> tuple[str, ...]:
    """Return interpreter and content of the last set-up that was finished."""
    return tuple(STAMP.read_text("utf-8").splitlines()) if STAMP.exists() else ()


def set_up() -> None:
    """Make .venv what requirements.lock says, with the package editable."""
    stamp = (interpreter(), content())
    if read_stamp()[:1] != stamp[:1] or not VENV_PYTHON.exists():
        print(f"environment: .venv with Python {sys.version.split()[0]}", flush=True)
        # Asked of .venv's own Python, it is the Python below that makes a new one.
        python = getattr(sys, "_base_executable", None) or sys.executable
        run(python, "-m", "venv", "--clear", VENV)
    STAMP.unlink(missing_ok=True)
    # setuptools too: what has no wheel (jieba) and the package itself are built with this
    # one, not with whatever version is the newest on the day.
    tools = VENV / "bootstrap.txt"
    tools.write_text(locked("uv") + locked("setuptools"), "utf-8")
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pip = (VENV_PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps")
    run(*pip, "-r", tools, env=environment)
    print("environment: installing requirements.lock (a minute the first time)", flush=True)
    environment |= uv_settings()
    target = ("--quiet", "--python", VENV_PYTHON, "--no-build-isolation")
    try:
        run(*UV, "sync", *target, "--require-hashes", "--compile-bytecode", LOCK, env=environment)
    except subprocess.CalledProcessError:
        print("environment: uv could not; the same with pip, slower", flush=True)
        run(*pip, "--no-build-isolation", "-r", LOCK, env=environment)
    run(*UV, "install", *target, "--no-deps", "--offline", "-e", ROOT, env=environment)
    STAMP.write_text("\n".join(stamp) + "\n", "utf-8")


def locked(package: str) -> str:
    """Return the lines of requirements.lock that pin ``package``."""
    lines = iter(LOCK.read_text("utf-8").splitlines(keepends=True))
    for line in lines:
        if line.startswith(f"{package}=="):
            found = [line]
            while found[-1].rstrip().endswith("\\"):
                found.append(next(lines))
            return "".join(found)
    raise SystemExit(f"{LOCK.name} does not name {package}: run make lock")


def uv_settings() -> dict[str, str]:
    """Return the variables that give uv the user's pip configuration.

    What the user has set for uv stays; uv must find the same files, whose hashes are pinned,
    whichever of several indexes has them.
    """
    settings = {"UV_PYTHON_DOWNLOADS": "never", "UV_INDEX_STRATEGY": "unsafe-best-match"}
    if not any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX")):
        listed = run(VENV_PYTHON, "-m", "pip", "config", "list", capture_output=True, text=True)
        for name, value in pip_settings(listed.stdout).items():
            variable, separator = FROM_PIP.get(name, ("", ""))
            if variable and variable not in os.environ:
                settings[variable] = separator.join(value.split())
    return settings


def pip_settings(listed: str) -> dict[str, str]:
    """Return name -> value of the lines of ``pip config list``, the stronger section last."""
    found = {}
    for section in ("global", "install", ":env:"):
        for line in listed.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(f"{section}."):
                found[name.removeprefix(f"{section}.")] = ast.literal_eval(value)
    return found


def write_lock(*, upgrade: bool) -> None:
    """Write requirements.lock: every platform, Python 3.11 and newer, hashes, no addresses."""
    options = (
        *("--universal", "--python-version", "3.11", "--all-extras", "--generate-hashes"),
        # One version of a package for every Python, so that all draw the same charts.
        *("--fork-strategy", "fewest"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--quiet"),
        *("--custom-compile-command", "make lock"),
        *(("--upgrade",) if upgrade else ()),
    )
    environment = {**os.environ, **uv_settings()}
    run(*UV, "compile", *options, PROJECT, "--output-file", LOCK, env=environment)


def run(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **options)


if __name__ == "__main__":
    sys.exit(main())
