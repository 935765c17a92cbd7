"""What Quotidian asks of a Label Studio server: each question a method, each answer a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from quotidian.studio.connection import Connection, Patience, Reachable

# What tells whose text a task shows, in its data.
ARTICLE = "article"
TEXT_SHA256 = "text_sha256"

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project on the server."""

    id: int
    title: str
    description: str
    label_config: str
    expert_instruction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """What a list of tasks tells of one: whose text it shows, and whether somebody has worked on it.

    ``article`` and ``text_sha256`` are None in a task that Quotidian did not make; ``updated`` is the server's time of
    the last change; ``submitted`` and ``skipped`` count annotations, ``predictions`` what was suggested.
    """

    id: int
    article: str | None
    text_sha256: str | None
    updated: str
    submitted: int
    skipped: int
    predictions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may log in; ``name`` is that of the annotator if ``studio user add`` made them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much a project holds, and the ``time`` of the server's clock."""

    tasks: int
    submitted: int
    skipped: int
    time: str


class Client:
    """A Label Studio server that can be asked.

    Args:
        server: where it is, and the token.
        patience: how long to wait for it.

    Raises:
        MissingExtraError: label-studio-sdk is not installed.
        StudioAccessError: the token has expired.
    """

    def __init__(self, server: Reachable, patience: Patience | None = None) -> None:
        self.address = server.address.rstrip("/")
        self.connection = Connection(server, patience)
        self._sdk = self.connection.sdk

    def task_address(self, project: int, task: int) -> str:
        """Where a task opens in the browser."""
        return f"{self.address}/projects/{project}/data?task={task}"

    def project_address(self, project: int) -> str:
        """Where a project opens in the browser."""
        return f"{self.address}/projects/{project}"

    # Reading

    def version(self) -> str:
        """The server's version, such as ``1.23.2``."""
        found = self.connection.patiently("asking for its version", lambda: self._sdk.versions.get())
        return str(found.release)

    def projects(self) -> list[Project]:
        """All projects that the token's user sees, the oldest first."""
        found = self.connection.patiently("listing its projects", lambda: list(self._sdk.projects.list(page_size=PAGE)))
        rows = [
            Project(
                id=row.id,
                title=row.title or "",
                description=row.description or "",
                label_config=row.label_config or "",
                expert_instruction=row.expert_instruction or "",
            )
            for row in found
        ]
        return sorted(rows, key=lambda project: project.id)

    def users(self) -> dict[int, User]:
        """Who may log in, by the number under which the server knows them."""
        found = self.connection.patiently("listing its users", lambda: list(self._sdk.users.list()))
        return {int(one.id): User(name=one.username or "", email=one.email or "") for one in found}

    def tally(self, project: int) -> Tally | None:
        """How much a project holds, counted by the server in no time; None if it does not tell that, or the time."""
        answer = self.connection.get(f"counting the tasks of project {project}", f"api/projects/{project}/")
        held = answer.value
        try:
            tasks = int(held["task_number"])
            submitted = int(held["total_annotations_number"])
            skipped = int(held["skipped_annotations_number"])
            time = stamp(parsedate_to_datetime(answer.headers["date"]))
        except (KeyError, TypeError, ValueError):
            return None
        return Tally(tasks=tasks, submitted=submitted, skipped=skipped, time=time)

    def tasks(self, project: int, *, since: str | None = None) -> list[TaskRow]:
        """The tasks of a project, or those that changed at this time of the server's clock or later, by their ids."""
        fields = "id,data,updated_at,total_annotations,cancelled_annotations,total_predictions"
        changed = _filter("updated_at", "greater_or_equal", "Datetime", since) if since is not None else None
        return [_row(task) for task in self._listed(project, fields, changed)]

    def drafted(self, project: int) -> set[int]:
        """The tasks of a project with work that was saved and not submitted, which changes nothing in :meth:`tasks`."""
        return {int(task.id) for task in self._listed(project, "id", _filter("draft_exists", "equal", "Boolean", True))}

    def suggested(self, project: int, name: str) -> set[int]:
        """The tasks of a project with a prediction whose model version is this name."""
        versions = self.suggesters(project)
        if name not in versions:
            return set()
        if any(name in other for other in versions if other != name):
            # The server can only look for a part of a name, which another one has too: all of them must be seen.
            found = self.connection.patiently(
                f"listing the predictions of project {project}", lambda: self._sdk.predictions.list(project=project)
            )
            return {int(one.task) for one in found if one.model_version == name}
        wanted = _filter("predictions_model_versions", "contains", "List", [name])
        return {int(task.id) for task in self._listed(project, "id", wanted)}

    def suggesters(self, project: int) -> dict[str, int]:
        """The model versions of a project's predictions, each with the number of them."""
        doing = f"asking what is suggested in project {project}"
        return self.connection.get(doing, f"api/projects/{project}/model-versions/").value

    def _listed(self, project: int, fields: str, filters: dict[str, Any] | None = None) -> list[Any]:
        """Tasks with these fields, page by page in the order of their ids."""
        query = orjson.dumps({"ordering": ["tasks:id"], **({"filters": filters} if filters else {})}).decode()
        found: list[Any] = []
        for number in range(1, 1_000_000):

            def ask(number: int = number) -> tuple[list[Any], int]:
                pager = self._sdk.tasks.list(
                    project=project, page=number, page_size=PAGE, fields="task_only", include=fields, query=query
                )
                return list(pager.items or ()), int(pager.response.total)

            page, total = self.connection.patiently(f"listing the tasks of project {project}", ask)
            found += page
            if len(page) < PAGE or len(found) >= total:
                break
        return found

    def export(self, project: int, tasks: Sequence[int]) -> list[dict[str, Any]]:
        """Tasks with all that was done on them, as Label Studio's raw JSON export has them."""

        def ask() -> list[dict[str, Any]]:
            chunks = self._sdk.projects.exports.download_sync(
                project,
                export_type="JSON",
                download_all_tasks=True,
                # The SDK's own parameter is called `ids`, which the server does not read: it would export everything.
                request_options={"additional_query_parameters": {"ids[]": list(tasks)}},
            )
            exported = orjson.loads(b"".join(chunks))
            if not isinstance(exported, list):
                raise ValueError("an export that is no list")
            return exported

        return self.connection.patiently(f"exporting {len(tasks)} tasks of project {project}", ask)

    # Changing; what repeats nothing by itself is asked once

    def create_project(self, **fields: object) -> int:
        """Make a project; its id. Asked once."""
        made = self.connection.once("making a project", lambda: self._sdk.projects.create(**fields))
        return int(made.id)

    def update_project(self, project: int, **fields: object) -> None:
        """Set fields of a project."""
        self.connection.patiently(
            f"changing project {project}",
            lambda: self._sdk.projects.update(project, **fields),
        )

    def import_tasks(self, project: int, tasks: Sequence[Mapping[str, Any]]) -> None:
        """Add tasks to a project. Asked once."""
        self.connection.once(
            f"importing {len(tasks)} tasks into project {project}",
            lambda: self._sdk.projects.import_tasks(project, request=tasks),
        )

    def import_predictions(self, project: int, predictions: Sequence[Mapping[str, Any]]) -> None:
        """Add predictions, each with the id of its ``task``. Asked once."""
        self.connection.once(
            f"importing {len(predictions)} predictions into project {project}",
            lambda: self._sdk.projects.import_predictions(project, request=predictions),
        )

    def delete_task(self, task: int) -> None:
        """Remove a task; one that is gone already is no error."""

        def ask() -> None:
            from label_studio_sdk.core.api_error import ApiError

            try:
                self._sdk.tasks.delete(str(task))
            except ApiError as error:
                if error.status_code != 404:
                    raise

        self.connection.patiently(f"removing task {task}", ask)

    def predictions(self, task: int) -> list[tuple[int, str | None, Any]]:
        """What was suggested in a task: number, name and result of each."""

        def ask() -> list[tuple[int, str | None, Any]]:
            found = self._sdk.predictions.list(task=task)
            return [(int(one.id or 0), one.model_version, one.result) for one in found]

        return self.connection.patiently(f"reading the predictions of task {task}", ask)

    def delete_prediction(self, prediction: int) -> None:
        """Remove a prediction; one that is gone already is no error."""

        def ask() -> None:
            from label_studio_sdk.core.api_error import ApiError

            try:
                self._sdk.predictions.delete(prediction)
            except ApiError as error:
                if error.status_code != 404:
                    raise

        self.connection.patiently(f"removing prediction {prediction}", ask)


def _filter(column: str, operator: str, kind: str, value: object) -> dict[str, Any]:
    """A condition on tasks, as the server's data manager has them."""
    one = {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}
    return {"conjunction": "and", "items": [one]}


def _row(task: Any) -> TaskRow:
    data = task.data if isinstance(task.data, dict) else {}
    article, sha256 = data.get(ARTICLE), data.get(TEXT_SHA256)
    return TaskRow(
        id=int(task.id),
        article=article if isinstance(article, str) else None,
        text_sha256=sha256 if isinstance(sha256, str) else None,
        updated=stamp(task.updated_at),
        submitted=int(task.total_annotations or 0),
        skipped=int(task.cancelled_annotations or 0),
        predictions=int(task.total_predictions or 0),
    )


def stamp(moment: Any) -> str:
    """A time of the server as a string that compares: RFC 3339 in UTC with microseconds.

    >>> stamp("2026-11-23T05:07:42.098169Z")
    '2026-11-23T05:07:42.098169Z'
    """
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    shown: str = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return shown.replace("+00:00", "Z")
