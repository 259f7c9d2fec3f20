"""The corpus's own topics → IPTC Media Topics. The original words stay as keywords."""

from __future__ import annotations

MEDTOP = {
    "accessibility": "medtop:20000225",
    "acquisition": "medtop:20000593",
    "analytics": "medtop:20000225",
    "application-programming-interface": "medtop:20000231",
    "artificial-intelligence": "medtop:20000225",
    "budgeting-and-performance": "medtop:20000593",
    "challenges-and-prize-competitions": "medtop:08000000",
    "cloud-and-infrastructure": "medtop:20000225",
    "communication": "medtop:01000000",
    "contact-centers": "medtop:20000593",
    "content-strategy": "medtop:01000000",
    "crowdsourcing-and-citizen-science": "medtop:20000735",
    "customer-experience": "medtop:20000593",
    "data-visualization": "medtop:20000225",
    "design": "medtop:20000225",
    "digital-service-delivery": "medtop:20000593",
    "emerging-tech": "medtop:13000000",
    "governance": "medtop:20000593",
    "innovation": "medtop:20000735",
    "mobile": "medtop:20000225",
    "multilingual": "medtop:01000000",
    "multimedia": "medtop:01000000",
    "open-data": "medtop:20000593",
    "open-government": "medtop:20000593",
    "open-source": "medtop:20000231",
    "plain-language": "medtop:01000000",
    "privacy": "medtop:20000621",
    "product-and-project-management": "medtop:20000593",
    "professional-development": "medtop:20000509",
    "public-policy": "medtop:20000621",
    "research": "medtop:20000735",
    "search": "medtop:20000225",
    "search-engine-optimization": "medtop:20000225",
    "security": "medtop:20000225",
    "social-media": "medtop:01000000",
    "software-engineering": "medtop:20000231",
    "usability": "medtop:20000225",
    "user-experience": "medtop:20000225",
}
DEFAULT = "medtop:11000000"
"""Politics and government: the corpus is news of a government's digital service."""


def codes(topics: tuple[str, ...]) -> tuple[str, ...]:
    """Give the media topics of an article, in its order, each once; politics when none is known."""
    known = (MEDTOP[t] for t in map(keyword, topics) if t in MEDTOP)
    return tuple(dict.fromkeys(known)) or (DEFAULT,)


def keyword(topic: str) -> str:
    """Spell a topic the corpus's usual way: lower case, dashes."""
    return topic.strip().lower().replace(" ", "-")
