"""The project of one annotator: found by what its description says, made if there is none, kept as the corpus is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quotidian.errors import StudioError
from quotidian.ids import is_annotator_id
from quotidian.model import GOLD
from quotidian.store import Corpus
from quotidian.studio.client import Client, Project
from quotidian.studio.config import instructions, labelling_config

GUIDELINES = Path("annotations/guidelines.md")
# What the server allows.
TITLE_LENGTH = 50
# What the work in a project is called where it is not called after an annotator.
_WORK = {GOLD: "adjudication"}


def projects_of(client: Client, corpus: Corpus, *, adjudication: bool = False) -> dict[str, Project]:
    """The projects of a corpus on a server, by annotator; or instead the one of ``gold``, in which it is adjudicated.

    Raises:
        StudioError: an annotator has two.
    """
    found: dict[str, Project] = {}
    for project in client.projects():
        annotator = _annotator(project, corpus)
        if annotator is None or (annotator == GOLD) != adjudication:
            continue
        if annotator in found:
            both = " and ".join(client.project_address(one) for one in (found[annotator].id, project.id))
            raise StudioError(
                f"{annotator} has two projects of the corpus {corpus.info.name}: {both}; delete the one that nobody "
                "has worked in, in its settings under 'Danger Zone'"
            )
        found[annotator] = project
    return found


def open_project(client: Client, corpus: Corpus, annotator: str) -> Project:
    """The project of an annotator, or of ``gold``, made if there is none, with today's labels and guidelines."""
    adjudication = annotator == GOLD
    wanted = _settings(corpus, annotator)

    def missing(names: Sequence[str]) -> Sequence[str]:
        there = projects_of(client, corpus, adjudication=adjudication)
        return [name for name in names if name not in there]

    doing = f"making the project of {annotator}"
    client.connection.until_done(doing, missing([annotator]), lambda _: _make(client, wanted), missing)
    project = projects_of(client, corpus, adjudication=adjudication)[annotator]
    there = {"label_config": project.label_config, "expert_instruction": project.expert_instruction}
    changed = {key: wanted[key] for key, value in there.items() if value.strip() != str(wanted[key]).strip()}
    if changed:
        client.update_project(project.id, **changed)
    return project


def _make(client: Client, settings: dict[str, object]) -> None:
    client.create_project(**settings)


def _settings(corpus: Corpus, annotator: str) -> dict[str, object]:
    guidelines = corpus.root / GUIDELINES
    text = guidelines.read_text("utf-8") if guidelines.is_file() else ""
    return {
        "title": f"{corpus.info.name}: {_WORK.get(annotator, annotator)}"[:TITLE_LENGTH],
        "description": _described(corpus, annotator),
        "label_config": labelling_config(corpus.ontology),
        "expert_instruction": instructions(text),
        "show_instruction": False,
        "show_skip_button": True,
        "enable_empty_annotation": True,
        "maximum_annotations": 1,
        "show_collab_predictions": True,
        "sampling": "Sequential sampling",
    }


def _described(corpus: Corpus, annotator: str) -> str:
    if annotator == GOLD:
        return (
            f"Quotidian corpus {corpus.info.name}, adjudication. Filled and emptied by 'quotidian adjudicate', which "
            "knows it by this sentence."
        )
    return (
        f"Quotidian corpus {corpus.info.name}, annotator {annotator}. Filled and emptied by 'quotidian studio', which "
        "knows it by this sentence."
    )


def _annotator(project: Project, corpus: Corpus) -> str | None:
    """Whose project this is, ``gold`` for the one of adjudication; None if it is not one of this corpus."""
    if project.description.startswith(f"Quotidian corpus {corpus.info.name}, adjudication. "):
        return GOLD
    start = f"Quotidian corpus {corpus.info.name}, annotator "
    if not project.description.startswith(start):
        return None
    name = project.description.removeprefix(start).partition(". ")[0]
    return name if is_annotator_id(name) and name != GOLD else None
