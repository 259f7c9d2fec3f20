"""The test readers themselves: they read what agencies send."""

from __future__ import annotations

import pytest

from tests.formats.iptc7901.readers import Agency, Editorial


@pytest.fixture(scope="session")
def samples(shared_data):
    return shared_data / "standards" / "iptc7901" / "dpa-output"


def test_both_read_a_flash_of_an_agency(samples):
    message = (samples / "eil.iptc").read_bytes()
    one, two = Editorial.read(message, "utf-8"), Agency.read(message)
    assert (one.source, one.serial, one.priority, one.category, one.words) == (
        "bdt", 0, "2", "pl", 41,
    )  # fmt: skip
    assert (two.service, two.priority, two.desk, two.words) == ("bdt0000", 2, "pl", 41)
    assert two.keywords == ["Partei", "Deutschland", "Grüne"]
    assert two.above == ["Eil"]
    assert two.bells == 5
    assert two.headline == "Grünen-Spitze tritt nach Wahlniederlagen ab"
    assert two.blocks[0].startswith("Berlin (dpa) - Die Grünen-Spitze zieht nach den Misserfolgen")
    assert two.date == ("25", "10", "37", "Sep", "24")


def test_both_read_notes_to_editors(samples):
    message = (samples / "lesestuecke.iptc").read_bytes()
    two = Agency.read(message)
    assert two.above == ["Achtung - Planungshinweis"]
    assert two.notes[0] == "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt"
    assert two.sign_off == "dpa yyzz s5 vee"


def test_a_text_that_ends_early_is_noticed(samples):
    message = (samples / "eil.iptc").read_bytes()
    with pytest.raises(AssertionError):
        Agency.read(message.replace(b"personelle", b"perso\x03nelle"))
