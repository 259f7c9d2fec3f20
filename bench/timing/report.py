"""The comparisons as a table, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.common.report import Goal, goals_table, number, table, told
from bench.timing.judging import ALPHA, LEAST_EFFECT, Comparison, is_told_apart

_WORDS = {
    "sign-in": "a sign-in that is refused",
    "reset": "asking for a new password",
    "story": "a story of the terminal, by its address",
    "site": "a story of the site, by its address",
}


def text(found: Sequence[Comparison], machine: Mapping[str, object]) -> str:
    """Write the whole report."""
    note = (
        f"Told apart: p < {ALPHA} (Mann–Whitney, two-sided), and one kind is slower than the "
        f"other in more than {0.5 + LEAST_EFFECT:.0%} of all pairs, or less than "
        f"{0.5 - LEAST_EFFECT:.0%}. "
        "Requests of all kinds of a group come in an order by chance, one after the other on one "
        "line; differences are of medians, with 99 % intervals by resampling."
    )
    rows = [_row(each) for each in found]
    goals = goals_table(_goal(each) for each in found)
    return "\n\n".join(["# Timing", f"{told(machine)}.", goals, table(rows), note])


def _goal(each: Comparison) -> Goal:
    what = f"{_WORDS[each.group]}: {each.kind} is like {each.base}"
    measured = f"p {each.p:.2g}, slower in {each.slower:.1%} of pairs"
    return Goal(what, "not told apart", measured, not is_told_apart(each))


def _row(each: Comparison) -> dict[str, object]:
    middle, low, high = each.difference_ms
    return {
        "what": each.group,
        "kind": each.kind,
        "against": each.base,
        "requests": each.count,
        "median ms": number(each.median_ms, 3),
        "base ms": number(each.base_median_ms, 3),
        "difference ms": f"{middle:+.3f} ({low:+.3f} to {high:+.3f})",
        "slower": f"{each.slower:.3f}",
        "p": f"{each.p:.3g}",
    }
