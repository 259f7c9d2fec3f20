"""Report how long modules and functions are, against the aims of the house; refuse giants.

Usage: python tools/size.py src tests

Counts the way the aims were measured: non-blank lines of a module, lines of a function without its
docstring and blank lines. Migrations are left out: a program writes them.
"""

from __future__ import annotations

import ast
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

MODULE_MEDIAN, MODULE_P90, MODULE_STOP = 80, 250, 500
FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_STOP = 8, 25, 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Sized:
    """Something with a length: a module or a function, and where it is."""

    where: str
    lines: int


@dataclass(frozen=True)
class Aim:
    """What we want of a kind of thing, and what we refuse."""

    kind: str
    median: int
    p90: int
    stop: int


MODULES = Aim("modules", MODULE_MEDIAN, MODULE_P90, MODULE_STOP)
FUNCTIONS = Aim("functions", FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_STOP)


def python_files(folder: Path) -> list[Path]:
    """List the modules that people wrote, in a stable order."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def non_blank(lines: list[str]) -> int:
    """Count the lines with something on them."""
    return sum(1 for line in lines if line.strip())


def measure_function(node: Function, lines: list[str]) -> int:
    """Count a function's non-blank lines from its `def`, without its docstring."""
    end = node.end_lineno or node.lineno
    total = non_blank(lines[node.lineno - 1 : end])
    if ast.get_docstring(node, clean=False) is None:
        return total
    text = node.body[0]
    return total - non_blank(lines[text.lineno - 1 : text.end_lineno])


def functions_of(path: Path, text: str) -> list[Sized]:
    """Measure every function and method in a module."""
    lines = text.splitlines()
    return [
        Sized(f"{path}:{node.lineno} {node.name}", measure_function(node, lines))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, Function)
    ]


def percentile_90(lengths: list[int]) -> int:
    """Give the length that nine of ten stay within."""
    ordered = sorted(lengths)
    return ordered[max(0, -(-len(ordered) * 9 // 10) - 1)]


def report(aim: Aim, things: list[Sized]) -> list[Sized]:
    """Print one line of the report and give back what is too long to accept."""
    if not things:
        return []
    lengths = [thing.lines for thing in things]
    longest = max(things, key=lambda thing: thing.lines)
    print(
        f"  {aim.kind:9} {len(things):5}"
        f"  median {statistics.median(lengths):5.0f} (aim {aim.median})"
        f"  p90 {percentile_90(lengths):4} (aim {aim.p90})"
        f"  longest {longest.lines:4} (stop {aim.stop}) {longest.where}"
    )
    return [thing for thing in things if thing.lines > aim.stop]


def measure(folder: Path) -> tuple[list[Sized], list[Sized]]:
    """Measure the modules and the functions below `folder`."""
    modules, functions = [], []
    for path in python_files(folder):
        text = path.read_text()
        modules.append(Sized(str(path), non_blank(text.splitlines())))
        functions += functions_of(path, text)
    return modules, functions


def main(folders: list[str]) -> int:
    """Report on each folder; fail when anything passes a hard stop."""
    giants: list[Sized] = []
    totals = {}
    for name in folders:
        modules, functions = measure(Path(name))
        totals[name] = sum(module.lines for module in modules)
        print(f"{name}: {totals[name]} lines")
        giants += report(MODULES, modules) + report(FUNCTIONS, functions)
    if totals.get("src"):
        print(f"tests to source: {totals.get('tests', 0) / totals['src']:.2f} (aim 1)")
    for giant in giants:
        print(f"too long: {giant.where}: {giant.lines} lines")
    return 1 if giants else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["src", "tests"]))
