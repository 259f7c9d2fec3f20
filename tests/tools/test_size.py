"""The size report counts what a reader reads, and refuses giants."""

from __future__ import annotations

import pytest

from tools import size


def test_a_docstring_and_blank_lines_do_not_count(tmp_path):
    text = 'def f():\n    """Say.\n\n    More.\n    """\n\n    x = 1\n    return x\n'
    (function,) = size.functions_of(tmp_path / "a.py", text)
    assert function.lines == 3


def test_an_inner_function_counts_on_its_own_too(tmp_path):
    text = "def f():\n    def g():\n        return 1\n    return g\n"
    lengths = sorted(function.lines for function in size.functions_of(tmp_path / "a.py", text))
    assert lengths == [2, 4]


def test_migrations_are_not_measured(tmp_path):
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/0001_initial.py").write_text("x = 1\n")
    (tmp_path / "models.py").write_text("x = 1\n")
    assert [path.name for path in size.python_files(tmp_path)] == ["models.py"]


@pytest.mark.parametrize(
    ("lengths", "expected"), [([7], 7), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9), ([3, 1, 2], 3)]
)
def test_nine_of_ten_stay_within_the_p90(lengths, expected):
    assert size.percentile_90(lengths) == expected


def test_a_giant_function_fails_the_report(tmp_path, capsys):
    (tmp_path / "a.py").write_text("def f():\n" + "    x = 1\n" * 60)
    assert size.main([str(tmp_path)]) == 1
    assert "too long" in capsys.readouterr().out


def test_a_function_at_the_stop_passes_the_report(tmp_path, capsys):
    (tmp_path / "a.py").write_text("def f():\n" + "    x = 1\n" * 59)
    assert size.main([str(tmp_path)]) == 0
    assert "too long" not in capsys.readouterr().out
