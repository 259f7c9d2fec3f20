"""The dump of IPTC, read whole or not at all."""

from __future__ import annotations

import json

import pytest

from wireroom.kernel.mediatopics_file import NotMediaTopics, decode, encode, read_dump

URI = "http://cv.iptc.org/newscodes/mediatopic/"


def dump(*concepts, **over):
    content = {"uri": URI, "dateReleased": "2024-05-06T12:00:00+00:00", "conceptSet": concepts}
    return json.dumps(content | over).encode()


def concept(number, above=None, **over):
    broader = {"broader": [f"{URI}{above}"]} if above else {}
    return {"qcode": f"medtop:{number}", "prefLabel": {"en-GB": f"t {number}"}, **broader, **over}


GOOD = (
    concept("20000002", above="20000001"),
    concept("20000001", above="01000000", prefLabel={"dk": "dansk", "se": " sven\nska ", "de": ""}),
    concept("01000000"),
    concept("02000000", retired="2020-01-01T00:00:00+00:00"),
)


def test_a_dump_is_read_parents_first_with_tags_of_bcp_47():
    read = read_dump(dump(*GOOD))
    assert read.released == "2024-05-06"
    assert list(read.topics) == [
        f"medtop:{n}" for n in ("01000000", "20000001", "20000002", "02000000")
    ]
    assert read.topics["medtop:20000001"].labels == {"da": "dansk", "sv": "sven ska"}
    assert read.ancestors("medtop:20000002") == ("medtop:20000001", "medtop:01000000")
    assert [code for code, topic in read.topics.items() if topic.retired] == ["medtop:02000000"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no cptall dump"),
        (b"\xff\xfe", "no cptall dump"),
        (b"[1]", "no cptall dump"),
        (dump(*GOOD)[:-9], "no cptall dump"),
        (dump(*GOOD, uri="http://cv.iptc.org/newscodes/genre/"), "not Media Topics"),
        (dump(*GOOD, dateReleased="soon"), "when it was released"),
        (dump(), "no topics"),
        (dump(*GOOD, GOOD[0]), "twice"),
        (dump(concept("1")), "no code"),
        (dump(concept("20000001", above="01000000")), "not in the file"),
        (
            dump(concept("01000000", above="02000000"), concept("02000000", above="01000000")),
            "circle",
        ),
        (dump({"qcode": 4}), "no cptall dump"),
        (dump(concept("01000000", prefLabel="x")), "no cptall dump"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(data, says):
    with pytest.raises(NotMediaTopics, match=says):
        read_dump(data)


def test_what_is_stored_is_read_back_and_equal_topics_give_equal_bytes():
    read = read_dump(dump(*GOOD))
    assert decode(encode(read)) == read
    assert encode(decode(encode(read))) == encode(read)
    with pytest.raises(NotMediaTopics):
        decode(encode(read)[:-20])


@pytest.mark.parametrize(
    ("name", "used", "retired", "languages"),
    [
        ("mediatopics-2023-03-31.cptall-en-US", 1100, 270, {"en-US"}),
        (
            "mediatopics-2019-12-multilingual.cptall-x-all",
            1133,
            153,
            {"ar", "da", "de", "en-GB", "es", "fr", "pt-BR", "pt-PT", "sv", "zh-Hans"},
        ),
    ],
)
def test_the_dumps_of_iptc_are_read_whole(shared_data, name, used, retired, languages):
    read = read_dump((shared_data / "standards" / "newscodes" / f"{name}.json").read_bytes())
    gone = sum(topic.retired for topic in read.topics.values())
    assert (len(read.topics) - gone, gone) == (used, retired)
    assert {tag for topic in read.topics.values() for tag in topic.labels} == languages
    assert all((read.ancestors(code) or (code,))[-1].endswith("000000") for code in read.topics)
