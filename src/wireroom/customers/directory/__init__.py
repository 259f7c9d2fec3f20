"""What account pages show: of one person to themselves, of one company to its administrators."""

from wireroom.customers.directory.company import (
    CompanyFacts,
    Held,
    Offered,
    ProviderFacts,
    company_facts,
    names_of_companies,
    offered_to,
    subscriptions_of,
)
from wireroom.customers.directory.own import (
    Accepted,
    Happened,
    Profile,
    accepted_terms,
    profile_of,
    recent_sign_ins,
)
from wireroom.customers.directory.people import (
    Colleague,
    Waiting,
    administrators_of,
    names_of,
    people_of,
    waiting_invitations,
)
from wireroom.customers.directory.tokens import TokenFacts, owners_of_tokens, token_of, tokens_of

__all__ = [
    "Accepted",
    "Colleague",
    "CompanyFacts",
    "Happened",
    "Held",
    "Offered",
    "Profile",
    "ProviderFacts",
    "TokenFacts",
    "Waiting",
    "accepted_terms",
    "administrators_of",
    "company_facts",
    "names_of",
    "names_of_companies",
    "offered_to",
    "owners_of_tokens",
    "people_of",
    "profile_of",
    "recent_sign_ins",
    "subscriptions_of",
    "token_of",
    "tokens_of",
    "waiting_invitations",
]
