"""The build hook: compile the matcher's core where there is a C compiler; go on without one."""

from __future__ import annotations

import runpy
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_COMPILE = "src/wireroom/matching/index/compile.py"
_LIBRARY = "/src/wireroom/matching/index/_core.so"


class CompileCore(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled core into the wheel, or beside its source for an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it so
        """Compile before the files are gathered; a wheel with a library is for this platform only.

        The library is loaded with ctypes: it fits every Python.
        """
        if self.target_name != "wheel":
            return
        compiling = runpy.run_path(str(Path(self.root) / _COMPILE))
        try:
            compiling["compile_core"]()
        except compiling["NotCompiled"] as error:
            self.app.display_warning(f"The matcher will run on numpy alone: {error}.")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["artifacts"].append(_LIBRARY)
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
