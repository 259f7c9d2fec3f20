"""The core is compiled where that is possible, and what cannot be is said in a line."""

import importlib
import shutil
from pathlib import Path

import pytest

from tests.matching.index.conftest import NO_COMPILER
from wireroom.matching.index import compile as compiling
from wireroom.matching.index import core

ROOT = Path(__file__).resolve().parents[3]


def test_the_core_is_looked_for_where_it_is_compiled_to():
    assert Path(core.__file__).with_name("_core.so") == compiling.LIBRARY


def test_no_compiler_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(compiling.NotCompiled, match="no C compiler"):
        compiling.compile_core(tmp_path / "_core.so")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not shutil.which("cc"), reason=NO_COMPILER)
def test_a_compiler_that_refuses_is_quoted_and_leaves_the_old_library(monkeypatch, tmp_path):
    broken = tmp_path / "core.c"
    broken.write_text("nonsense")
    monkeypatch.setattr(compiling, "SOURCE", broken)
    (tmp_path / "_core.so").write_text("old")
    with pytest.raises(compiling.NotCompiled, match="nonsense"):
        compiling.compile_core(tmp_path / "_core.so")
    assert (tmp_path / "_core.so").read_text() == "old"


@pytest.mark.skipif(not shutil.which("cc"), reason=NO_COMPILER)
def test_the_core_compiles_without_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "_FLAGS", (*compiling._FLAGS, "-Wall", "-Wextra", "-Werror"))
    assert compiling.compile_core(tmp_path / "_core.so").exists()


@pytest.mark.parametrize("content", [b"", b"not a library"])
def test_a_library_that_cannot_be_loaded_is_as_good_as_none(monkeypatch, tmp_path, content):
    (tmp_path / "_core.so").write_bytes(content)
    monkeypatch.setattr(core, "LIBRARY", tmp_path / "_core.so")
    core.library.cache_clear()
    assert core.library() is None
    core.library.cache_clear()


@pytest.mark.skipif(not shutil.which("cc"), reason=NO_COMPILER)
def test_a_library_of_another_version_is_as_good_as_none(monkeypatch):
    monkeypatch.setattr(core, "VERSION", core.VERSION + 1)
    core.library.cache_clear()
    assert core.library() is None
    core.library.cache_clear()


def hook(monkeypatch, target):
    pytest.importorskip("hatchling", reason="the build group is not installed")
    monkeypatch.syspath_prepend(str(ROOT))
    said = []
    made = importlib.import_module("hatch_build").CompileCore(
        str(ROOT), {}, None, None, str(ROOT), target
    )
    monkeypatch.setattr(type(made), "app", type("App", (), {"display_warning": said.append}))
    return made, said


def test_a_wheel_without_a_compiler_is_for_every_platform(monkeypatch):
    monkeypatch.setenv("CC", "no-such-compiler")
    made, said = hook(monkeypatch, "wheel")
    data = {"artifacts": [], "pure_python": True}
    made.initialize("standard", data)
    assert data == {"artifacts": [], "pure_python": True}
    assert said == [
        "The matcher will run on numpy alone: there is no C compiler (no-such-compiler)."
    ]


def test_a_source_distribution_is_left_alone(monkeypatch):
    made, said = hook(monkeypatch, "sdist")
    data = {"artifacts": []}
    made.initialize("standard", data)
    assert (data, said) == ({"artifacts": []}, [])
