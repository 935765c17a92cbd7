"""What Quotidian asks of a Label Studio server, through label-studio-sdk: each request patient, each answer a value.

A request that only reads is repeated while the server is out of reach. One that adds something is made once: whether it
arrived can't be known from a time-out, so that who adds looks at what is there before adding again (:mod:`.push`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import orjson

from quotidian.checks.finding import printable
from quotidian.errors import MissingExtraError, StudioAccessError, StudioError, StudioUnreachableError
from quotidian.studio.nearness import nearness

T = TypeVar("T")

# What tells whose text a task shows, in its data.
ARTICLE = "article"
TEXT_SHA256 = "text_sha256"

PAGE = 500
SHOWN_DETAIL = 300
# Answers that another attempt may change; 409 is not among them, for what exists already will exist again.
PASSING = frozenset({408, 429})
NO_ACCESS = frozenset({401, 403})


class Reachable(Protocol):
    """A server that can be asked: the one that ``studio up`` started, or somebody's own."""

    @property
    def url(self) -> str:
        """Its address, such as ``http://127.0.0.1:8080``."""

    @property
    def address(self) -> str:
        """Where people find it, which may be another address than ours."""

    @property
    def token(self) -> str:
        """What lets us in: a legacy token or a personal access token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a server.

    Attributes:
        timeout: seconds for one answer.
        attempts: how often a request is made before it is given up.
        first_wait: seconds before the second attempt; each further wait is twice as long.
        longest_wait: seconds that no wait exceeds.
    """

    timeout: float = 60.0
    attempts: int = 7
    first_wait: float = 0.5
    longest_wait: float = 20.0

    def waits(self) -> Iterator[float]:
        """The seconds between the attempts."""
        for number in range(self.attempts - 1):
            yield min(self.first_wait * 2**number, self.longest_wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project on the server."""

    id: int
    title: str
    description: str
    label_config: str


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


class Client:
    """A connection to a Label Studio server.

    Args:
        server: where it is, and the token.
        patience: how long to wait for it.

    Raises:
        MissingExtraError: label-studio-sdk is not installed.
        StudioAccessError: the token has expired.
    """

    def __init__(self, server: Reachable, patience: Patience | None = None) -> None:
        self.url = server.url.rstrip("/")
        self.address = server.address.rstrip("/")
        self.patience = patience or Patience()
        self._sdk = _sdk(self.url, server.token, self.patience.timeout)

    def task_address(self, project: int, task: int) -> str:
        """Where a task opens in the browser."""
        return f"{self.address}/projects/{project}/data?task={task}"

    def project_address(self, project: int) -> str:
        """Where a project opens in the browser."""
        return f"{self.address}/projects/{project}"

    # Reading

    def version(self) -> str:
        """The server's version, such as ``1.23.2``."""
        found = self._patiently("asking for its version", lambda: self._sdk.versions.get())
        return str(found.release)

    def projects(self) -> list[Project]:
        """All projects that the token's user sees, the oldest first."""
        found = self._patiently("listing its projects", lambda: list(self._sdk.projects.list(page_size=PAGE)))
        rows = [
            Project(
                id=row.id,
                title=row.title or "",
                description=row.description or "",
                label_config=row.label_config or "",
            )
            for row in found
        ]
        return sorted(rows, key=lambda project: project.id)

    def tasks(self, project: int) -> list[TaskRow]:
        """All tasks of a project, in the order of their ids."""
        fields = "id,data,updated_at,total_annotations,cancelled_annotations,total_predictions"
        return [_row(task) for task in self._listed(project, fields)]

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
            found = self._patiently(
                f"listing the predictions of project {project}", lambda: self._sdk.predictions.list(project=project)
            )
            return {int(one.task) for one in found if one.model_version == name}
        wanted = _filter("predictions_model_versions", "contains", "List", [name])
        return {int(task.id) for task in self._listed(project, "id", wanted)}

    def suggesters(self, project: int) -> dict[str, int]:
        """The model versions of a project's predictions, each with the number of them."""

        def ask() -> dict[str, int]:
            from label_studio_sdk.core.api_error import ApiError

            # The SDK has no method for this.
            http = self._sdk._client_wrapper.httpx_client
            response = http.request(f"api/projects/{project}/model-versions/", method="GET")
            if response.status_code >= 300:
                raise ApiError(status_code=response.status_code, body=response.text)
            return dict(response.json())

        return self._patiently(f"asking what is suggested in project {project}", ask)

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

            page, total = self._patiently(f"listing the tasks of project {project}", ask)
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

        return self._patiently(f"exporting {len(tasks)} tasks of project {project}", ask)

    # Changing; what repeats nothing by itself is asked once

    def create_project(self, **fields: object) -> int:
        """Make a project; its id. Asked once."""
        made = self._once("making a project", lambda: self._sdk.projects.create(**fields))
        return int(made.id)

    def update_project(self, project: int, **fields: object) -> None:
        """Set fields of a project."""
        self._patiently(
            f"changing project {project}",
            lambda: self._sdk.projects.update(project, **fields),
        )

    def import_tasks(self, project: int, tasks: Sequence[Mapping[str, Any]]) -> None:
        """Add tasks to a project. Asked once."""
        self._once(
            f"importing {len(tasks)} tasks into project {project}",
            lambda: self._sdk.projects.import_tasks(project, request=tasks),
        )

    def import_predictions(self, project: int, predictions: Sequence[Mapping[str, Any]]) -> None:
        """Add predictions, each with the id of its ``task``. Asked once."""
        self._once(
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

        self._patiently(f"removing task {task}", ask)

    def until_done(
        self,
        doing: str,
        items: Sequence[T],
        add: Callable[[Sequence[T]], None],
        still_missing: Callable[[Sequence[T]], Sequence[T]],
    ) -> None:
        """Add items until all of them are there: after a failure, look which ones are before the next attempt.

        Args:
            doing: what is done, for the message.
            items: what is to be added.
            add: adds some in one request.
            still_missing: those of some items that are not there, by a fresh look.

        Raises:
            StudioUnreachableError: it failed at every attempt.
        """
        waits = self.patience.waits()
        while items:
            try:
                add(items)
                return
            except StudioUnreachableError as error:
                wait = next(waits, None)
                if wait is None:
                    raise StudioUnreachableError(self.url, doing, error.reason, self.patience.attempts) from None
                time.sleep(wait)
            items = still_missing(items)

    # Asking

    def _patiently(self, doing: str, ask: Callable[[], T]) -> T:
        """An answer, asked for again while the server is out of reach."""
        for wait in self.patience.waits():
            try:
                return self._once(doing, ask)
            except StudioUnreachableError:
                time.sleep(wait)
        try:
            return self._once(doing, ask)
        except StudioUnreachableError as error:
            raise StudioUnreachableError(self.url, doing, error.reason, self.patience.attempts) from None

    def _once(self, doing: str, ask: Callable[[], T]) -> T:
        """One attempt; its failure is one of ours."""
        with _translated(self.url, doing):
            return ask()


def _sdk(url: str, token: str, timeout: float) -> Any:
    """The SDK's client. It repeats nothing by itself: it would also repeat what adds."""
    try:
        import httpx
        from label_studio_sdk import LabelStudio
    except ImportError:
        raise MissingExtraError("Label Studio", "studio") from None
    # A proxy of the environment has nothing to do with a server on this machine, and a redirect would get the token.
    # No connection is kept: one that a restart of the server has ended would fail the next request.
    http = httpx.Client(
        timeout=timeout,
        follow_redirects=False,
        trust_env=nearness(url) != "loopback",
        limits=httpx.Limits(max_keepalive_connections=0),
    )
    with _translated(url, "looking at the token"):
        return LabelStudio(  # type: ignore[no-untyped-call]  # the SDK leaves its client untyped
            base_url=url, api_key=token, max_retries=0, httpx_client=http
        )


@contextmanager
def _translated(url: str, doing: str) -> Iterator[None]:
    """Every failure of a request as one of our errors."""
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    try:
        yield
    except httpx.TimeoutException:
        raise StudioUnreachableError(url, doing, "no answer in time", 1) from None
    except httpx.TransportError as error:
        raise StudioUnreachableError(url, doing, printable(str(error)) or type(error).__name__, 1) from None
    except ApiError as error:
        status = error.status_code or 0
        reason = f"HTTP {status} {_detail(error.body)}".rstrip()
        if status in NO_ACCESS:
            raise StudioAccessError(url, reason) from None
        if status >= 500 or status in PASSING:
            raise StudioUnreachableError(url, doing, reason, 1) from None
        if status < 400:
            raise _strange(url, doing, reason) from None
        raise StudioError(f"Label Studio at {url} refused {doing}: {reason}") from None
    except (ValueError, AttributeError) as error:
        # pydantic's and orjson's errors are ValueErrors: an answer that is no JSON, or not what was asked for.
        raise _strange(url, doing, printable(str(error).partition("\n")[0])[:SHOWN_DETAIL]) from None


def _strange(url: str, doing: str, reason: str) -> StudioError:
    """The error for an answer that Label Studio does not give."""
    return StudioError(f"{url} gave no answer of Label Studio's while {doing}: {reason}; is it a Label Studio 1.23?")


def _detail(body: object) -> str:
    """What an error's body says, on one line; no headers, which hold cookies."""
    if isinstance(body, dict):
        parts = [str(body[key]) for key in ("detail", "validation_errors") if body.get(key)]
        return printable(": ".join(parts))[:SHOWN_DETAIL]
    text = str(body or "")
    return "" if "<" in text else printable(text)[:SHOWN_DETAIL]


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
    from datetime import UTC, datetime

    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    shown: str = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return shown.replace("+00:00", "Z")
