"""Setting up a newsroom: who may do what, the desks, and the workflow for a second pair of eyes."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from msgspec import Struct
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from wireroom.desk.models import Desk, SecondPairOfEyes, Story

EDITORS = "Editors"
CHIEF_EDITORS = "Chief editors"
WORKFLOW = "Second pair of eyes"
READ_THE_DESK = "desk.view_story"
"""The permission to see what others are writing and what is under embargo."""

_EDITOR = {
    ("wagtailadmin", "access_admin"),
    ("desk", "add_story"),
    ("desk", "change_story"),
    ("desk", "view_story"),
    ("desk", "publish_story"),
    ("desk", "lock_story"),
    ("desk", "hold_story"),
}
_CHIEF = _EDITOR | {
    ("desk", "kill_story"),
    ("desk", "delete_story"),
    ("desk", "unlock_story"),
    ("desk", "add_desk"),
    ("desk", "change_desk"),
    ("desk", "view_desk"),
}


class Newsroom(Struct, frozen=True):
    """What `set_up_newsroom` made or found."""

    editors: Group
    chief_editors: Group
    workflow: Workflow
    desks: tuple[Desk, ...]


@transaction.atomic
def set_up_newsroom(*, desks: Iterable[str] = ("News", "Economy", "Politics", "Sport")) -> Newsroom:
    """Make the groups, the workflow and the desks of a newsroom, or complete what is there.

    Asked again it changes nothing but permissions that somebody took away. Permissions that the
    groups have beyond these stay.
    """
    editors = _group(EDITORS, _EDITOR)
    chiefs = _group(CHIEF_EDITORS, _CHIEF)
    made = tuple(Desk.objects.get_or_create(name=name)[0] for name in desks)
    return Newsroom(editors, chiefs, _workflow(chiefs), made)


def _group(name: str, permissions: set[tuple[str, str]]) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    codenames = {codename for _, codename in permissions}
    found = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    group.permissions.add(
        *(p for p in found if (p.content_type.app_label, p.codename) in permissions)
    )
    return group


def _workflow(approvers: Group) -> Workflow:
    task, _ = SecondPairOfEyes.objects.get_or_create(name=WORKFLOW)
    task.groups.add(approvers)
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowContentType.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Story), defaults={"workflow": workflow}
    )
    return workflow
