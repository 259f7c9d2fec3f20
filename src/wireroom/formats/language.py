"""What a language tag says about setting the text."""

from __future__ import annotations

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa", "adlm", "rohg"})


def direction(tag: str) -> str:
    """Give the base direction of a BCP 47 tag, `ltr` or `rtl`; a named script decides."""
    primary, *rest = tag.lower().replace("_", "-").split("-")
    for script in filter(_is_script, rest):
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary in _RIGHT_TO_LEFT else "ltr"


def _is_script(subtag: str) -> bool:
    return len(subtag) == len("Latn") and subtag.isalpha()
