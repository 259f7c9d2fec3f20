"""Finding question and answer in articles that mark them (`**Q:** …`, `A. …`)."""

from __future__ import annotations

import re

from wireroom.kernel.markup import clean
from wireroom.kernel.newsitem import Answer, Block, Paragraph, Question

_MARK = re.compile(
    r"^((?:<(?:strong|em)>)*)\s*(Q|A|Question|Answer)\s*[.:]\s*((?:</(?:strong|em)>)*)\s*",
)
_MINIMUM = 2


def with_questions(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Mark questions and answers when at least two of each are marked; else change nothing.

    After an answer, plain paragraphs belong to it until something else follows.
    """
    marks = [_mark(block) for block in blocks]
    if marks.count("Q") < _MINIMUM or marks.count("A") < _MINIMUM:
        return blocks
    found: list[Block] = []
    for block, mark in zip(blocks, marks, strict=True):
        goes_on = bool(found) and isinstance(found[-1], Answer)
        found.append(_speech(block, mark, goes_on=goes_on))
    return tuple(found)


def is_interview(blocks: tuple[Block, ...]) -> bool:
    """Whether questions make up the text: its genre is then the interview."""
    questions = sum(isinstance(block, Question) for block in blocks)
    return questions >= _MINIMUM and questions * 4 >= len(blocks)


def _mark(block: Block) -> str:
    found = _MARK.match(block.text) if isinstance(block, Paragraph) else None
    return found.group(2)[0] if found else ""


def _speech(block: Block, mark: str, *, goes_on: bool) -> Block:
    if not isinstance(block, Paragraph) or not (mark or goes_on):
        return block
    text = _without_mark(block.text) if mark else block.text
    return Question(text=text) if mark == "Q" else Answer(text=text)


def _without_mark(text: str) -> str:
    opened = _MARK.match(text)
    rest = text if opened is None else text[opened.end() :]
    if opened and opened.group(1) and not opened.group(3):
        rest = re.sub(r"</?(?:strong|em)>", "", rest)
    return clean(rest)
