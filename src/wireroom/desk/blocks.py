"""The blocks that a story is written in; each becomes one block type of the news item."""

from __future__ import annotations

from wagtail import blocks

from wireroom.desk.vocabulary import NOTE_ROLES

INLINE = ["bold", "italic", "link"]
"""What an editor may do inside a line: exactly the inline markup of the wire."""


def _line(**options: object) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=INLINE, **options)


class QuoteBlock(blocks.StructBlock):
    """A passage quoted in display."""

    text = _line()
    source = blocks.CharBlock(required=False, help_text="Who said it")

    class Meta:
        icon = "openquote"


class PointsBlock(blocks.StructBlock):
    """Bulleted or numbered points."""

    items = blocks.ListBlock(_line(), min_num=1)
    ordered = blocks.BooleanBlock(required=False, label="Numbered")

    class Meta:
        icon = "list-ul"


class RowsBlock(blocks.StructBlock):
    """A table, as it is pasted from a spreadsheet: one row a line, cells between tabs or bars."""

    caption = blocks.CharBlock(required=False)
    rows = blocks.TextBlock(
        help_text="One row a line; put | or a tab between cells. Pasting from a spreadsheet works."
    )
    header = blocks.BooleanBlock(required=False, default=True, label="The first row is a header")

    class Meta:
        icon = "table"


class TurnBlock(blocks.StructBlock):
    """One turn of an interview."""

    speaker = blocks.CharBlock(required=False)
    text = _line()


class QuestionBlock(TurnBlock):
    """A question of an interview."""

    class Meta:
        icon = "help"


class AnswerBlock(TurnBlock):
    """An answer of an interview."""

    class Meta:
        icon = "comment"


class BodyBlock(blocks.StreamBlock):
    """The text of a story."""

    paragraph = _line(icon="pilcrow")
    heading = blocks.CharBlock(icon="title", label="Crosshead")
    quote = QuoteBlock()
    list = PointsBlock()
    table = RowsBlock()
    question = QuestionBlock()
    answer = AnswerBlock()


class NoteBlock(blocks.StructBlock):
    """A note to receivers or to the desk."""

    role = blocks.ChoiceBlock(choices=NOTE_ROLES, default="advisory")
    text = blocks.TextBlock(rows=2)
    publishable = blocks.BooleanBlock(
        required=False, label="Send it", help_text="Unless ticked, the note never leaves the house."
    )

    class Meta:
        icon = "info-circle"


class EntityBlock(blocks.StructBlock):
    """Somebody or something that the story is about."""

    name = blocks.CharBlock()
    code = blocks.CharBlock(required=False, help_text="A code of your own, such as country:DE")


class CompanyBlock(blocks.StructBlock):
    """A company and what of it is traded."""

    name = blocks.CharBlock()
    ticker = blocks.CharBlock(required=False, max_length=20)
    isin = blocks.RegexBlock(
        regex=r"\A[A-Z]{2}[A-Z0-9]{9}[0-9]\Z",
        required=False,
        label="ISIN",
        error_messages={"invalid": "An ISIN has two letters, nine letters or digits, and a digit."},
    )
    mic = blocks.RegexBlock(
        regex=r"\A[A-Z0-9]{4}\Z",
        required=False,
        label="Market (MIC)",
        error_messages={"invalid": "A market code has four capital letters or digits, like XNAS."},
    )

    class Meta:
        icon = "site"


class AboutBlock(blocks.StreamBlock):
    """Companies, people, organisations and places of a story."""

    company = CompanyBlock()
    person = EntityBlock(icon="user")
    organisation = EntityBlock(icon="group")
    place = EntityBlock(icon="globe")
