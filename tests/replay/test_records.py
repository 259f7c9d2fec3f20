"""Reading news files."""

from __future__ import annotations

import gzip
import json
import lzma
from datetime import UTC, datetime

import pytest

from wireroom.desk.replay.records import Article, BadRecord, NoSuchNews, moment, read


def line(path="a.md", **more):
    record = {"path": path, "title": "T", "date": "2020-01-02 10:00:00 -0500", "body_md": "Text."}
    return json.dumps({**record, **more})


def write(folder, name, *lines):
    opener = {".gz": gzip.open, ".xz": lzma.open}.get(name[-3:], open)
    with opener(folder / name, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return folder / name


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz", "news.jsonl.xz"])
def test_a_file_is_read_plain_or_packed_and_by_its_folder(tmp_path, name):
    file = write(tmp_path, name, line())
    assert [a.path for a in read(file)] == ["a.md"] == [a.path for a in read(tmp_path)]


def test_a_missing_file_and_an_empty_folder_are_refused_with_what_was_looked_for(tmp_path):
    with pytest.raises(NoSuchNews, match="not a news file"):
        list(read(tmp_path / "absent.jsonl"))
    with pytest.raises(NoSuchNews, match=r"news\.jsonl\.gz"):
        list(read(tmp_path))


def test_an_article_without_history_has_one_revision_at_its_date(tmp_path):
    (article,) = read(write(tmp_path, "news.jsonl", line(authors=["x"])))
    assert [r.at for r in article.revisions] == [datetime(2020, 1, 2, 15, tzinfo=UTC)]
    assert article.authors == ("x",)


def test_a_history_beside_the_file_replaces_the_single_revision(tmp_path):
    news = write(tmp_path, "news.jsonl", line())
    history = [
        {"at": "2021-01-01T00:00:00+00:00", "op": "put", "date": "2020-01-02", "body_md": "Old."},
        {"at": "2022-01-01T00:00:00+00:00", "op": "delete"},
    ]
    gone = {"path": "gone.md", "revisions": [{**history[0], "date": "bad"}]}
    write(
        tmp_path,
        "revisions.jsonl.xz",
        json.dumps({"path": "a.md", "revisions": history}),
        json.dumps({**gone, "revisions": [history[0]]}),
    )
    article, only_history = read(news)
    assert [(r.op, r.at.year) for r in article.revisions] == [("put", 2020), ("delete", 2022)]
    assert only_history.path == "gone.md"


def test_bad_lines_are_reported_with_their_number_and_the_others_are_read(tmp_path):
    news = write(tmp_path, "news.jsonl", "{", line(), '{"title": 1}', line(date="someday"), "[]")
    found = list(read(news))
    assert [each.line for each in found if isinstance(each, BadRecord)] == [1, 3, 4, 5]
    assert [each.path for each in found if isinstance(each, Article)] == ["a.md"]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2010-10-22 11:33:15 -0400", 15),
        ("2012-02-19T1:44:51-04:00", 5),
        ("2015-06-22", 0),
        ("2020-02-15T15:15:57Z", 15),
        ("2020-02-15 09:00", 9),
    ],
)
def test_dates_are_read_as_the_corpus_spells_them(text, hour):
    assert moment(text).hour == hour
    assert moment(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["", "yesterday", "2010-13-01", "2010-10-22 99:00"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        moment(text)
