"""The core, compiled from the source as it stands; without a compiler its tests are skipped."""

import shutil

import pytest

from wireroom.matching.index import compile as compiling
from wireroom.matching.index import core

NO_COMPILER = "no C compiler (cc): the compiled engine is NOT tested"


@pytest.fixture(scope="session", autouse=True)
def _library(tmp_path_factory):
    if not shutil.which("cc"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        built = compiling.compile_core(tmp_path_factory.mktemp("core") / "_core.so")
        patch.setattr(core, "LIBRARY", built)
        core.library.cache_clear()
        yield
    core.library.cache_clear()


@pytest.fixture(params=["numpy", "compiled"])
def engine(request):
    if request.param == "compiled" and not shutil.which("cc"):
        pytest.skip(NO_COMPILER)
    return request.param


@pytest.fixture
def compiled():
    if not shutil.which("cc"):
        pytest.skip(NO_COMPILER)
    return "compiled"
