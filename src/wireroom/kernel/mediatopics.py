"""The topics an editor may choose: a small part of the IPTC Media Topics.

Codes and labels: IPTC Media Topic NewsCodes, release of 2023-03-31, © IPTC, CC BY 4.0; a selection.
"""

from __future__ import annotations

from wireroom.kernel.newsitem import Subject

_TABLE = (
    ("01000000", "arts, culture, entertainment and media", ""),
    ("02000000", "crime, law and justice", ""),
    ("20000082", "crime", "02000000"),
    ("20000093", "corruption", "20000082"),
    ("20000106", "judiciary", "02000000"),
    ("03000000", "disaster, accident and emergency incident", ""),
    ("20000139", "accident and emergency incident", "03000000"),
    ("20000148", "disaster", "03000000"),
    ("20000151", "natural disaster", "20000148"),
    ("20000153", "earthquake", "20000151"),
    ("04000000", "economy, business and finance", ""),
    ("20000170", "business information", "04000000"),
    ("20000183", "business financing", "20000170"),
    ("20000174", "bankruptcy", "20000183"),
    ("20000396", "stocks and securities", "20000183"),
    ("20001365", "business reporting and performance", "20000170"),
    ("20000178", "corporate earnings", "20001365"),
    ("20001366", "business restructuring", "20000170"),
    ("20000204", "merger or acquisition", "20001366"),
    ("20000344", "economy", "04000000"),
    ("20000346", "macro economics", "20000344"),
    ("20000347", "bonds", "20000346"),
    ("20000350", "central bank", "20000346"),
    ("20000355", "currency", "20000346"),
    ("20000370", "inflation", "20000346"),
    ("20000371", "interest rate", "20000346"),
    ("20000373", "international trade", "20000346"),
    ("20000379", "monetary policy", "20000346"),
    ("20000385", "market and exchange", "04000000"),
    ("20000386", "commodity market", "20000385"),
    ("20000387", "energy market", "20000386"),
    ("20000388", "metal", "20000386"),
    ("20000209", "products and services", "04000000"),
    ("20000210", "agriculture", "20000209"),
    ("20000225", "computing and information technology", "20000209"),
    ("20000231", "software and applications", "20000225"),
    ("20000256", "energy and resource", "20000209"),
    ("20001243", "oil and gas", "20000256"),
    ("20001370", "financial service", "20000209"),
    ("20000274", "banking", "20001370"),
    ("05000000", "education", ""),
    ("06000000", "environment", ""),
    ("20000418", "climate change", "06000000"),
    ("07000000", "health", ""),
    ("20000446", "disease and condition", "07000000"),
    ("08000000", "human interest", ""),
    ("09000000", "labor", ""),
    ("20000509", "employment", "09000000"),
    ("20000524", "labor relations", "09000000"),
    ("10000000", "lifestyle and leisure", ""),
    ("11000000", "politics", ""),
    ("20000574", "election", "11000000"),
    ("20000593", "government", "11000000"),
    ("20000621", "government policy", "11000000"),
    ("20000620", "taxation", "20000621"),
    ("20000638", "international relations", "11000000"),
    ("20000642", "economic sanction", "20000638"),
    ("12000000", "religion", ""),
    ("13000000", "science and technology", ""),
    ("20000735", "scientific research", "13000000"),
    ("20000738", "scientific exploration", "20000735"),
    ("20000739", "space exploration", "20000738"),
    ("14000000", "society", ""),
    ("15000000", "sport", ""),
    ("20000822", "competition discipline", "15000000"),
    ("20001065", "soccer", "20000822"),
    ("20001108", "sport event", "15000000"),
    ("20001177", "Olympic Games", "20001108"),
    ("16000000", "conflict, war and peace", ""),
    ("20000053", "act of terror", "16000000"),
    ("20000056", "armed conflict", "16000000"),
    ("20000062", "war", "20000056"),
    ("20000073", "peace process", "16000000"),
    ("17000000", "weather", ""),
    ("20001129", "weather phenomena", "17000000"),
)
"""Code, label, broader code (empty at the top); a parent stands before its children."""

LABELS = {f"medtop:{code}": label for code, label, _ in _TABLE}
_BROADER = {f"medtop:{code}": f"medtop:{parent}" for code, _, parent in _TABLE if parent}


def ancestors(code: str) -> tuple[str, ...]:
    """Give the broader topics of `code`, nearest first; none at the top and for an unknown code."""
    chain: list[str] = []
    while parent := _BROADER.get(code):
        chain.append(parent)
        code = parent
    return tuple(chain)


def subject(code: str) -> Subject:
    """Give `code` as the coding of a news item, with its label and its broader topics."""
    return Subject(code=code, label=LABELS.get(code, ""), broader=ancestors(code))


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the topics for a form: one group for each top-level topic, narrower ones indented."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, label in LABELS.items():
        chain = ancestors(code)
        top = chain[-1] if chain else code
        groups.setdefault(top, []).append((code, "\u2003" * len(chain) + label))
    return [(LABELS[top], topics) for top, topics in groups.items()]
