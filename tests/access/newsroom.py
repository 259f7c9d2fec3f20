"""A sample of everything in the newsroom that has an address: Wagtail's pages, and the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Task, Workflow

from tests.factories.desk import draft
from wireroom.desk.newsroom import WORKFLOW

Samples = Mapping[str, object]
"""Values for the gaps of addresses, by the gap's name."""


def newsroom(people: Mapping[str, Any]) -> dict[str, Samples]:
    """Give samples of what Wagtail and the desk have addresses for."""
    story = draft(by=people["editor"])
    flow, task = Workflow.objects.get(name=WORKFLOW), Task.objects.get(name=WORKFLOW)
    state = flow.start(story, people["editor"])
    story.refresh_from_db()
    steps = {
        "workflow_state_id": state.pk,
        "task_state_id": state.current_task_state_id,
        "task_id": task.pk,
        "action_name": "approve",
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
    }
    return {
        **_stories(story, people, steps),
        **_pages(Page.objects.get(depth=2), steps),
        **_workflows(flow, task),
        **_files(),
        "desk/": {"app_label": "wagtailcore", "model_name": "page", "action": "delete"},
        "desk/tag-autocomplete/": {"app_name": "taggit", "model_name": "tag"},
        "desk/users/": {"pk": people["editor"].pk},
        "desk/groups/": {"pk": Group.objects.get(name="Sales").pk},
        "desk/password_reset/": {"uidb64": "MQ", "token": "set-password"},
    }


def _stories(story: Any, people: Mapping[str, Any], steps: Samples) -> dict[str, Samples]:
    out = draft(by=people["editor"], headline="Out", slugline="OUT")
    out.latest_revision.publish()
    return {
        "desk/newsroom/story/": {"pk": out.pk},
        "desk/stories/": {"pk": story.pk, "revision_id": story.latest_revision_id, **steps},
        "desk/snippets/choose/desk/story/": {"pk": story.pk},
        "desk/snippets/desk/desk/": {"pk": story.desk_id or desk_of(story)},
        "desk/snippets/choose/desk/desk/": {"pk": desk_of(story)},
        "desk/editing-sessions/": {"object_id": story.pk, "session_id": 0},
    }


def _pages(page: Page, steps: Samples) -> dict[str, Samples]:
    parent = page.get_parent()
    return {
        "desk/pages/": {
            "page_id": page.pk,
            "parent_page_id": parent.pk,
            "page_to_move_id": page.pk,
            "destination_id": parent.pk,
            "pk": page.pk,
            "revision_id": page.save_revision().pk,
            "content_type_app_name": "wagtailcore",
            "content_type_model_name": "page",
            "app_label": "wagtailcore",
            "model_name": "page",
            **steps,
        },
        "desk/api/main/^pages/": {"pk": page.pk, "action_name": "unpublish"},
        "desk/choose-page/": {"parent_page_id": page.pk},
    }


def _workflows(flow: Workflow, task: Task) -> dict[str, Samples]:
    kind = {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}
    page = Page.objects.get(depth=2)
    return {
        "desk/workflows/": {"pk": flow.pk, "page_pk": page.pk, "workflow_pk": flow.pk},
        "desk/workflows/tasks/": {"pk": task.pk, **kind},
        "desk/workflows/task_chooser/": {"task_id": task.pk},
    }


def _files() -> dict[str, Samples]:
    image = Image.objects.create(title="Image", file=get_test_image_file())
    document = Document.objects.create(title="Text", file=ContentFile(b"text", name="text.txt"))
    folder = Collection.get_first_root_node().add_child(name="Folder")
    return {
        "desk/api/main/^documents/": {"pk": document.pk},
        "desk/api/main/^images/": {"pk": image.pk},
        "desk/collections/": {"pk": folder.pk, "collection_id": folder.pk},
        "desk/documents/": {
            "document_id": document.pk,
            "doc_id": document.pk,
            "uploaded_file_id": 0,
            "pk": document.pk,
        },
        "desk/images/": {
            "image_id": image.pk,
            "uploaded_file_id": 0,
            "filter_spec": "max-100x100",
            "pk": image.pk,
        },
    }


def desk_of(story: Any) -> int:
    """Give a desk."""
    return type(story)._meta.get_field("desk").related_model.objects.first().pk
