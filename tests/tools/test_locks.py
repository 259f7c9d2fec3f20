"""The lock check finds what would make an install depend on where the lock was made."""

from __future__ import annotations

import pytest

from tools import locks

HASHED = f"anyio==4.16.0 \\\n    --hash=sha256:{'00ff' * 16}\n    # via httpx\n"


def test_a_hashed_pin_is_fine():
    assert locks.faults_in("base.txt", HASHED) == []


def test_a_pin_without_a_hash_is_a_fault():
    assert locks.faults_in("base.txt", HASHED + "idna==3.20\n") == ["base.txt: idna has no hash"]


@pytest.mark.parametrize(
    "line",
    [
        "thing @ https://registry.invalid/thing.whl",
        "--index-url somewhere",
        "  --pre",
        "-e .",
        "-r other.txt",
        "    --hash=sha256:00ff",
        "    --hash=md5:00112233445566778899aabbccddeeff",
    ],
)
def test_an_address_and_every_option_but_a_whole_hash_is_a_fault(line):
    assert locks.faults_in("base.txt", line + "\n" + HASHED)


@pytest.mark.parametrize("path", ["/home/ann/wheels", "/srv/build/wheels"])
def test_a_path_of_a_machine_is_a_fault(path):
    assert locks.faults_in("base.txt", f"# made from {path}\n{HASHED}")


def test_a_path_inside_the_repository_is_not():
    assert locks.faults_in("base.txt", f"# via requirements/base.in\n{HASHED}") == []


@pytest.mark.parametrize("wanted", ["anyio>=4", "AnyIO", "anyio[trio]>=4.1,<5"])
def test_a_requirement_that_the_pin_meets_is_in_step(wanted):
    assert locks.out_of_step("base.txt", [wanted], HASHED) == []


@pytest.mark.parametrize("wanted", ["anyio>=5", "trio"])
def test_a_requirement_that_no_pin_meets_is_out_of_step(wanted):
    (fault,) = locks.out_of_step("base.txt", [wanted], HASHED)
    assert "make lock" in fault


def test_two_locks_must_agree():
    other = HASHED.replace("4.16.0", "4.15.0")
    assert locks.disagreements({"base": HASHED, "dev": HASHED}) == []
    assert locks.disagreements({"base": HASHED, "dev": other})
