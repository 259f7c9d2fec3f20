"""What is asked for: every list as it opens, filtered, searched and turned, and single records."""

from __future__ import annotations

from django.urls import reverse

from bench.backoffice import peer
from wireroom.customers.models import (
    AccessToken,
    Company,
    Customer,
    DemoRequest,
    RightsChange,
    Subscription,
)

_LISTS = (
    "company", "customer", "product", "subscription", "accesstoken", "demorequest", "invitation",
    "signin", "letter", "termsofuse", "identityprovider", "rightschange", "accessevent",
)  # fmt: skip


def ours() -> dict[str, str]:
    """Give the addresses of our screens by their names."""
    return {f"{name}: list": reverse(f"{name}:index") for name in _LISTS} | _asked() | _records()


def _asked() -> dict[str, str]:
    people, audit = reverse("customer:index"), reverse("rightschange:index")
    subscriptions, events = reverse("subscription:index"), reverse("accessevent:index")
    return {
        "customer: page 200": f"{people}?p=200",
        "customer: search, many": f"{people}?q=brandt",
        "customer: search, one": f"{people}?q=person54321",
        "customer: search, none": f"{people}?q=zzzz",
        "customer: search, name and company": f"{people}?q=hana+merrow",
        "customer: search, Cyrillic": f"{people}?q=петров",
        "customer: of a company": f"{people}?company=c777",
        "customer: closed": f"{people}?is_active=False",
        "company: search": f"{reverse('company:index')}?q=otterburn+steel",
        "subscription: running": f"{subscriptions}?runs=now",
        "subscription: of a company": f"{subscriptions}?company=c777",
        "subscription: search": f"{subscriptions}?q=merrow",
        "accesstoken: search": f"{reverse('accesstoken:index')}?q=shipping+77",
        "demorequest: active": f"{reverse('demorequest:index')}?state=active",
        "signin: open": f"{reverse('signin:index')}?open=True",
        "rightschange: of a company": f"{audit}?of=c777",
        "rightschange: by somebody": f"{audit}?actor=sales7",
        "rightschange: what": f"{audit}?what=subscription",
        "rightschange: search, none": f"{audit}?q=zzzz",
        "accessevent: of a person": f"{events}?of=person777",
        "accessevent: what": f"{events}?what=sign_in:failed",
    }


def _records() -> dict[str, str]:
    single = {
        "company": Company, "customer": Customer, "subscription": Subscription,
        "accesstoken": AccessToken, "demorequest": DemoRequest, "rightschange": RightsChange,
    }  # fmt: skip
    pages = {
        f"{name}: one": reverse(f"{name}:inspect", args=[model._default_manager.last().pk])
        for name, model in single.items()
    }
    token = reverse("accesstoken:add")
    chooser = reverse("choose_person:choose_results")
    more = {
        "accesstoken: form": token,
        "subscription: form": reverse("subscription:add"),
        "person chooser: search": f"{chooser}?q=brandt",
        "demos: conversion": reverse("customers_conversion"),
        "home": reverse("wagtailadmin_home"),
    }
    return pages | more


def theirs() -> dict[str, str]:
    """Give the addresses of the peer, by the names of our screens that do the same."""
    people = reverse(f"{peer.LIST}:index")
    return {
        "customer: list": people,
        "customer: page 200": f"{people}?p=200",
        "customer: search, many": f"{people}?q=brandt",
        "customer: search, one": f"{people}?q=person54321",
        "customer: search, none": f"{people}?q=zzzz",
        "customer: one": reverse(f"{peer.LIST}:inspect", args=[Customer.objects.last().pk]),
        "accesstoken: form": reverse(f"{peer.FORM}:add"),
    }
