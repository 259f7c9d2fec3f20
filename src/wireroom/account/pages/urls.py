"""Addresses of account pages: everybody's own, and those of a company's administrators."""

from __future__ import annotations

from django.urls import path

from wireroom.account.pages.views import (
    company,
    invitation,
    overview,
    people,
    profile,
    seats,
    sessions,
    terms,
    tokens,
    usage,
)

urlpatterns = [
    path("account/", overview.overview, name="account-overview"),
    path("account/profile/", profile.profile, name="account-profile"),
    path("account/reading/", profile.reading, name="account-reading"),
    path("account/sessions/", sessions.sessions, name="account-sessions"),
    path("account/sessions/end-others/", sessions.end_others, name="account-sessions-end-others"),
    path("account/sessions/<int:pk>/end/", sessions.end, name="account-session-end"),
    path("account/terms/", terms.terms, name="account-terms"),
    path("account/people/", people.people, name="account-people"),
    path("account/people/<int:pk>/role/", people.role, name="account-person-role"),
    path("account/people/<int:pk>/active/", people.active, name="account-person-active"),
    path("account/people/seats/", seats.more, name="account-seats"),
    path("account/invitations/<int:pk>/", people.waiting, name="account-invitation-waiting"),
    path("account/invitation/<str:secret>/", invitation.invitation, name="account-invitation"),
    path("account/tokens/", tokens.tokens, name="account-tokens"),
    path("account/tokens/<int:pk>/revoke/", tokens.revoke, name="account-token-revoke"),
    path("account/subscriptions/", company.subscriptions, name="account-subscriptions"),
    path("account/company/", company.company, name="account-company"),
    path("account/usage/", usage.usage, name="account-usage"),
    path("account/usage.csv", usage.table, name="account-usage-table"),
]
