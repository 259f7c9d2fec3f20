"""Reading the docs and the source that they describe."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/wireroom"
REFERENCE = ROOT / "docs/reference"

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")


def pages() -> list[Path]:
    """Every page that people read."""
    return [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]


def prose(text: str) -> str:
    """A page without its code, in which a link is a link."""
    return _CODE.sub("", _FENCE.sub("", text))


def code(text: str) -> list[str]:
    """The lines of code on a page, from fences and from spans."""
    fenced = [line for block in _FENCE.findall(text) for line in block.splitlines()[1:-1]]
    return fenced + _CODE.findall(_FENCE.sub("", text))


def slugs(text: str) -> set[str]:
    """The anchors of a page's headings, the way forges make them."""
    titles = re.findall(r"^#+ +(.+)$", _FENCE.sub("", text), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {title.strip().replace(" ", "-") for title in plain}


@dataclass(frozen=True)
class Error:
    """What the reference says of an error, and what its class says."""

    code: str
    http_status: int
    temporary: bool


def _modules() -> Iterator[ast.Module]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _constants(node: ast.ClassDef) -> dict[str, object]:
    found: dict[str, object] = {}
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                found[name] = value
    return found


def errors() -> list[Error]:
    """Every error with a code of its own, told by reading the source, not by importing it."""
    nodes = [
        node for module in _modules() for node in ast.walk(module) if isinstance(node, ast.ClassDef)
    ]
    classes = {node.name: node for node in nodes}
    found = []
    for node in nodes:
        facts = _inherited(node, classes)
        if facts and "code" in _constants(node):
            found.append(Error(*(facts[name] for name in ("code", "http_status", "temporary"))))
    return sorted(found, key=lambda error: error.code)


def _inherited(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> dict[str, object]:
    """The facts of an error with those of its ancestors; empty when it is not one of ours."""
    if node.name == "WireroomError":
        return _constants(node)
    for base in node.bases:
        name = getattr(base, "id", node.name)
        if name in classes and name != node.name and (facts := _inherited(classes[name], classes)):
            return facts | _constants(node)
    return {}


def settings() -> dict[str, str]:
    """Every option of the typed settings: its outside name, and the field that holds it.

    Each field is followed by a text that gives its name, as in "`WIREROOM_HOSTS`: …", or the module
    has a `PREFIX` that goes before the field's name in capitals.
    """
    found = {}
    for path in [*sorted(SOURCE.glob("*/conf.py")), SOURCE / "config/environment.py"]:
        module = ast.parse(path.read_text(encoding="utf-8"))
        prefix, room = _prefix(module), path.parent.name
        for node in module.body:
            if isinstance(node, ast.ClassDef) and node.name.endswith(("Settings", "Environment")):
                found |= {name: f"{room}.{field}" for field, name in _options(node, prefix)}
    whole = {name: "settings" for module in _modules() for name in _read_whole(module)}
    return whole | found


def _read_whole(module: ast.Module) -> Iterator[str]:
    """The settings that a module takes as they are: `getattr(settings, "WIREROOM_…", …)`."""
    for node in ast.walk(module):
        match node:
            case ast.Call(
                func=ast.Name(id="getattr"),
                args=[ast.Name(id="settings"), ast.Constant(value=str(name)), *_],
            ):
                yield name


def _prefix(module: ast.Module) -> str:
    """The `PREFIX` of a module whose options are called by their fields' names."""
    for node in module.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="PREFIX")], value=ast.Constant(value=str(value))):
                return value
    return ""


def _options(node: ast.ClassDef, prefix: str) -> Iterator[tuple[str, str]]:
    for here, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True):
        match here, after:
            case ast.AnnAssign(target=ast.Name(id=field)), ast.Expr(ast.Constant(value=str(text))):
                names = re.findall(r"`(WIREROOM_[A-Z_]+)`", text)
            case ast.AnnAssign(target=ast.Name(id=field)), _:
                names = []
            case _:
                continue
        yield from ((field, name) for name in names or [_named_by(field, prefix)])


def _named_by(field: str, prefix: str) -> str:
    return prefix + field.upper() if prefix else "(unnamed)"
