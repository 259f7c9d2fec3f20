"""Check the lock files: complete, hashed, in step with pyproject.toml, free of addresses and paths.

Usage: python tools/locks.py

A lock file that names a registry or a directory only works where it was made; a pin without a hash
is not a lock.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
OPTION = re.compile(r"^\s*-(?!-hash=sha256:[0-9a-f]{64}\b)")
"""Any line that tells the installer something else than a hash: where to look, or what to trust."""
MACHINE_PATH = re.compile(r"""(^|[\s="'])/\w+/""")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^\s;\\]+)")


def pins(text: str) -> dict[str, set[str]]:
    """Give the pinned versions of each package; several when they differ by platform."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if match := PIN.match(line):
            found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def faults_in(name: str, text: str) -> list[str]:
    """List what makes a lock file unfit to travel."""
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if ADDRESS.search(line) or OPTION.search(line):
            faults.append(f"{name}:{number}: says more than a pin and its hashes")
        if MACHINE_PATH.search(line):
            faults.append(f"{name}:{number}: names a path of a machine")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    bare = [PIN.match(block) for block in blocks if "--hash=sha256:" not in block]
    return faults + [f"{name}: {match['name']} has no hash" for match in bare if match]


def out_of_step(name: str, wanted: list[str], text: str) -> list[str]:
    """List the requirements of pyproject.toml that a lock file does not meet."""
    locked = pins(text)
    faults = []
    for line in wanted:
        requirement = Requirement(line)
        versions = locked.get(canonicalize_name(requirement.name), set())
        if not versions:
            faults.append(f"{name}: {requirement.name} is missing; run make lock")
        elif not all(requirement.specifier.contains(version) for version in versions):
            faults.append(f"{name}: {line} is not met by {sorted(versions)}; run make lock")
    return faults


def disagreements(texts: dict[str, str]) -> list[str]:
    """List packages that two lock files pin to different versions."""
    seen: dict[str, tuple[str, set[str]]] = {}
    faults = []
    for name, text in texts.items():
        for package, versions in pins(text).items():
            first, known = seen.setdefault(package, (name, versions))
            if known != versions:
                faults.append(f"{name}: {package} is pinned otherwise than in {first}")
    return faults


def main() -> int:
    """Check every lock file of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    dependencies, groups = project["project"]["dependencies"], project["dependency-groups"]
    wanted = {
        "base": dependencies,
        "dev": dependencies + groups["dev"],
        "build": groups["build"],
        "lock": groups["lock"],
        "bench": dependencies + groups["bench"],
    }
    texts = {name: (ROOT / f"requirements/{name}.txt").read_text() for name in wanted}
    faults = disagreements(texts)
    for name, text in texts.items():
        faults += faults_in(f"requirements/{name}.txt", text)
        faults += out_of_step(f"requirements/{name}.txt", wanted[name], text)
    for fault in faults:
        print(fault)
    print(f"locks: {len(texts)} files, {sum(len(pins(text)) for text in texts.values())} pins")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
