"""A bad configuration refuses to start and says which line is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from wireroom.config import environment


def read(tmp_path, **variables: str) -> environment.Environment:
    """Read an environment with its data directory in `tmp_path`."""
    return environment.read({"WIREROOM_DATA_DIR": str(tmp_path / "data"), **variables})


def test_nothing_set_is_a_working_single_machine(tmp_path) -> None:
    found = read(tmp_path)
    assert found.database_url.startswith("sqlite:////")
    assert (found.web_port, found.push_port, found.debug) == (8000, 8001, False)
    assert "*" not in found.hosts


def test_the_secret_key_is_made_once_and_is_private(tmp_path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIREROOM_WEB_PORT", "http"),
        ("WIREROOM_PUSH_PORT", "70000"),
        ("WIREROOM_DEBUG", "maybe"),
        ("WIREROOM_HTTPS", "on?"),
        ("WIREROOM_WEB_PORT", "8001"),
        ("WIREROOM_HOSTS", "*"),
        ("WIREROOM_HOSTS", " , "),
        ("WIREROOM_HOSTS", "https://news.example.org/"),
        ("WIREROOM_HOSTS", "news.example.org:443"),
        ("WIREROOM_STREAM_URL", "stream"),
        ("WIREROOM_STREAM_URL", "ftp://news.example.org/stream"),
        ("WIREROOM_DATA_DIR", "/dev/null"),
        ("WIREROOM_SECRET_KEY", "short"),
        ("WIREROOM_SECRET_KEY_FILE", "/nowhere/at/all"),
        ("WIREROOM_SECRET_KEY_FILE", "/"),
        ("WIREROOM_TRUSTED_PROXIES", "proxy.example.org"),
        ("WIREROOM_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("WIREROOM_TRUSTED_PROXIES", "*"),
    ],
)
def test_a_bad_value_is_refused_by_its_name(tmp_path, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(tmp_path, **{name: value})
    assert name in str(refused.value) or "secret key" in str(refused.value)


def test_proxies_on_this_machine_are_trusted_unless_told_otherwise(tmp_path) -> None:
    def trusted(**variables: str) -> list[str]:
        return [str(each) for each in read(tmp_path, **variables).trusted_proxies]

    assert trusted() == ["127.0.0.0/8", "::1/128"]
    assert trusted(WIREROOM_TRUSTED_PROXIES=" ") == ["127.0.0.0/8", "::1/128"]
    assert trusted(WIREROOM_TRUSTED_PROXIES="none") == []
    assert trusted(WIREROOM_TRUSTED_PROXIES="10.0.0.0/8, 2001:db8::1") == [
        "10.0.0.0/8",
        "2001:db8::1/128",
    ]


def test_good_values_are_taken_and_an_empty_one_is_the_default(tmp_path, monkeypatch) -> None:
    found = read(tmp_path, WIREROOM_HOSTS="news.example.org, [::1]", WIREROOM_STREAM_URL="/stream")
    assert found.hosts == ("news.example.org", "[::1]")
    monkeypatch.chdir(tmp_path)
    empty = environment.read({"WIREROOM_DATA_DIR": "", "WIREROOM_STREAM_URL": ""})
    assert empty.data_dir == tmp_path / ".data"


def test_a_data_directory_may_have_any_name(tmp_path) -> None:
    odd = tmp_path / "50% off?#1"
    url = environment.read({"WIREROOM_DATA_DIR": str(odd)}).database_url
    assert environment.database(url)["NAME"] == str(odd / "wireroom.sqlite3")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://x/y",
        "wire.db",
        "postgresql://host",
        "sqlite://",
        "postgresql://u:p@host:port/x",
        "postgresql://u@[::/x",
    ],
)
def test_an_address_of_no_database_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="WIREROOM_DATABASE_URL"):
        environment.database(url)


def test_addresses_become_settings() -> None:
    assert environment.database("sqlite:////var/x%20y.db")["NAME"] == "/var/x y.db"
    assert environment.database("sqlite:///x.db")["NAME"] == "x.db"
    found = environment.database("postgresql://me:p%40ss@db:5433/wire")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "me",
        "p@ss",
        "db",
        "5433",
    )


def test_staff_need_a_second_factor_but_in_a_demo(tmp_path: Path) -> None:
    variables = {"WIREROOM_DATA_DIR": str(tmp_path)}
    assert environment.read(variables).staff_mfa
    assert not environment.read(variables | {"WIREROOM_STAFF_MFA": "0"}).staff_mfa
    (tmp_path / "demo.json").write_text("{}")
    assert not environment.read(variables).staff_mfa
    assert environment.read(variables | {"WIREROOM_STAFF_MFA": "1"}).staff_mfa
