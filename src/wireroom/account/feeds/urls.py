"""Addresses of the pages of feeds, below `/account/feeds/`."""

from __future__ import annotations

from django.urls import path

from wireroom.account.feeds.views import acts, changing, feed, listing, log, making, trying

urlpatterns = [
    path("", listing.feeds, name="account-feeds"),
    path("new/", making.choose, name="account-feeds-new"),
    path("new/<slug:destination>/", making.new, name="account-feed-new"),
    path("<slug:code>/", feed.feed, name="account-feed"),
    path("<slug:code>/change/", changing.change, name="account-feed-change"),
    path("<slug:code>/log/", log.log, name="account-feed-log"),
    path("<slug:code>/log/<int:pk>/", log.delivery, name="account-feed-delivery"),
    path("<slug:code>/log/<int:pk>/redeliver/", log.redeliver, name="account-feed-redeliver"),
    path("<slug:code>/log/<int:pk>/skip/", log.skip, name="account-feed-skip"),
    path("<slug:code>/tests/", trying.tests, name="account-feed-tests"),
    path("<slug:code>/rewind/", trying.rewind, name="account-feed-rewind"),
    path("<slug:code>/why/", trying.why, name="account-feed-why"),
    path("<slug:code>/last-week/", feed.last_week, name="account-feed-last-week"),
    path("<slug:code>/pause/", acts.pause, name="account-feed-pause"),
    path("<slug:code>/resume/", acts.resume, name="account-feed-resume"),
    path("<slug:code>/secret/", acts.secret, name="account-feed-secret"),
    path("<slug:code>/addresses/", acts.address, name="account-feed-address"),
    path(
        "<slug:code>/addresses/<int:address>/revoke/",
        acts.revoke,
        name="account-feed-address-revoke",
    ),
    path("<slug:code>/close/", acts.close, name="account-feed-close"),
]
