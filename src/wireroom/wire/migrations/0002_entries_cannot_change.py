"""A trigger that refuses every UPDATE of an entry, whoever sends it."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_CREATE = {
    "sqlite": (
        "CREATE TRIGGER wire_entries_cannot_change BEFORE UPDATE ON wire_logentry "
        "BEGIN SELECT RAISE(ABORT, 'entries of the wire cannot change'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION wire_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'entries of the wire cannot change'; END $$",
        "CREATE TRIGGER wire_entries_cannot_change BEFORE UPDATE ON wire_logentry "
        "FOR EACH ROW EXECUTE FUNCTION wire_refuse_change()",
    ),
}
_DROP = {
    "sqlite": ("DROP TRIGGER wire_entries_cannot_change",),
    "postgresql": (
        "DROP TRIGGER wire_entries_cannot_change ON wire_logentry",
        "DROP FUNCTION wire_refuse_change()",
    ),
}


def create(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the trigger up."""
    for statement in _CREATE[editor.connection.vendor]:
        editor.execute(statement)


def drop(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it down."""
    for statement in _DROP[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """The log is append-only, in the database too."""

    dependencies: ClassVar = [("wire", "0001_initial")]

    operations: ClassVar = [migrations.RunPython(create, drop)]
