"""The first half of a feed's form: its name, what goes into it, and in which format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wireroom.account.pages.forms import Asked
from wireroom.formats.registry import formats

MOST_CHARACTERS = 10_000


class What(Asked):
    """What goes into a feed. No product at all means every one that the company holds."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("What receives it, such as “newsroom system, London”."),
    )
    products = forms.MultipleChoiceField(
        label=_("Products"), required=False, widget=forms.CheckboxSelectMultiple
    )
    query = forms.CharField(
        label=_("Only stories that match"),
        required=False,
        max_length=MOST_CHARACTERS,
        help_text=_(
            "A search as in the terminal, such as “topic:economy (gas OR oil) urgency:<=3”; "
            "empty: all."
        ),
        widget=forms.Textarea(
            attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "none", "dir": "auto"}
        ),
    )
    format = forms.ChoiceField(label=_("Format"))

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer `products`, and every format that there is."""
        super().__init__(*args, **kwargs)
        boxes: Any = self.fields["products"]
        boxes.choices = self._with_gone(products)
        choice: Any = self.fields["format"]
        choice.choices = [(each.code, each.name) for each in formats()]

    def _with_gone(self, products: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Keep products that a feed has and the company holds no more: they may come back."""
        known = dict(products)
        kept: Sequence[str] = self.initial.get("products", ())
        return [*products, *((code, code) for code in kept if code not in known)]


def facts_of(form: What) -> dict[str, Any]:
    """Give what was filled in by the names of `make_feed`."""
    return dict(form.cleaned_data)


def carried(form: What) -> list[tuple[str, str]]:
    """Give what was filled in as names and values of hidden fields, for the next step."""
    facts: Mapping[str, Any] = form.cleaned_data
    single = [(name, str(facts[name])) for name in ("name", "query", "format")]
    return [*single, *(("products", code) for code in facts["products"])]
