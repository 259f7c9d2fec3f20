"""The command line: help that explains, exit codes, errors of one line."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError

from wireroom.config import cli
from wireroom.config.commands import verify
from wireroom.kernel.errors import WireroomError


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert len(text) > 150
    assert cli.command(name).DESCRIPTION.splitlines()[0] in text


def test_the_overview_names_every_command_and_the_exit_codes(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(f"    {name} " in text for name in cli.COMMANDS)
    assert "Exit codes" in text


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["replay"], ["bench-client", "--no", "x"]])
def test_wrong_usage_is_exit_code_2(argv, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(argv)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_expected_trouble_is_one_line_that_says_what_to_do(monkeypatch, capsys):
    def refuse(_args):
        raise WireroomError("The disk is full. Free some space.")

    monkeypatch.setattr(verify, "run", refuse)
    assert cli.main(["verify"]) == 1
    assert capsys.readouterr().err == "wireroom verify: The disk is full. Free some space.\n"


def test_ctrl_c_is_exit_code_130(monkeypatch, capsys):
    def interrupt(_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(verify, "run", interrupt)
    assert cli.main(["verify"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_fault_of_ours_is_not_hidden(monkeypatch):
    def fail(_args):
        raise ZeroDivisionError

    monkeypatch.setattr(verify, "run", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main(["verify"])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/x/y"), "/x/y"),
        (OperationalError("database or disk is full"), "Free some space"),
        (OperationalError("attempt to write a readonly database"), "rights"),
        (OperationalError("database is locked"), "busy"),
        (DatabaseError("database disk image is malformed"), "wireroom restore"),
        (DatabaseError("file is not a database"), "wireroom restore"),
        (ProgrammingError('relation "wire_logentry" does not exist'), "wireroom init"),
        (OperationalError('database "x" does not exist'), "WIREROOM_DATABASE_URL"),
    ],
)
def test_trouble_with_disk_and_database_says_what_to_do(error, words, monkeypatch, capsys):
    def fail(_args):
        raise error

    monkeypatch.setattr(verify, "run", fail)
    assert cli.main(["verify"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert words in told


def test_a_wrong_statement_is_a_fault_of_ours(monkeypatch):
    def fail(_args):
        raise ProgrammingError('syntax error at or near "SELEKT"')

    monkeypatch.setattr(verify, "run", fail)
    with pytest.raises(ProgrammingError):
        cli.main(["verify"])


@pytest.mark.parametrize("url", ["https://x/stream", "http://x:99999/s", "http:///s", "x"])
def test_an_address_that_is_none_is_wrong_usage(url, capsys):
    assert cli.main(["bench-client", url]) == 2
    assert "http://host:port" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({}, "wireroom init"),
        ({"WIREROOM_DATABASE_URL": "mysql://x/y"}, "WIREROOM_DATABASE_URL must be"),
        ({"WIREROOM_WEB_PORT": "eighty"}, "WIREROOM_WEB_PORT must be a port"),
        ({"WIREROOM_DATABASE_URL": "postgresql://u:p@127.0.0.1:9/x"}, "does not answer"),
        ({"WIREROOM_SECRET_KEY": "short"}, "shorter than 32"),
        ({"WIREROOM_DATABASE_URL": "sqlite:////dev/null/x"}, "cannot be used"),
        ({"WIREROOM_SECRET_KEY_FILE": "/dev/null/x"}, "WIREROOM_SECRET_KEY_FILE"),
    ],
)
def test_a_wrong_set_up_is_named_in_one_line(empty_house, extra, words):
    empty_house.extra = extra
    done = empty_house.command("verify")
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
