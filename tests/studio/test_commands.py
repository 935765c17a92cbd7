"""``quotidian studio``, as people and programs run it: on a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quotidian.store import Corpus
from quotidian.studio.connection import Reachable
from quotidian.studio.server import Server
from quotidian.studio.status import Standing, status
from tests.studio.faulty import faulty, refused
from tests.studio.people import (
    ALL_IDS,
    BAKERY_ID,
    COURT_ID,
    FERRY_ID,
    HASTY,
    STORM_ID,
    WAITING_ID,
    Annotator,
    own_corpus,
)

RUN = "from quotidian.cli import main; main()"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return own_corpus(tmp_path / "harbour")


def studio(
    corpus: Corpus, server: Reachable, *arguments: str, url: bool = True, token: str = ""
) -> tuple[int, str, str]:
    """Exit code, output and error output of ``quotidian studio``."""
    named = ["--url", server.url] if url else []
    done = subprocess.run(
        [sys.executable, "-c", RUN, "studio", *arguments, *named],
        cwd=corpus.root,
        env={**os.environ, "LABEL_STUDIO_API_KEY": token or server.token, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_push_pull_and_status_tell_what_they_did(label_studio: Server, corpus: Corpus) -> None:
    code, out, err = studio(corpus, label_studio, "push", "--to", "ann-c", "--to", "ann-d", "--suggest", "gold")
    projects = [Annotator(label_studio, corpus, name) for name in ("ann-c", "ann-d")]
    addresses = [f"{label_studio.url}/projects/{one.project}" for one in projects]
    assert (code, err) == (0, "")
    assert out == (
        f"ann-c: 5 added, 0 there before, 4 with a suggestion: {addresses[0]}\n"
        f"ann-d: 5 added, 0 there before, 4 with a suggestion: {addresses[1]}\n"
    )
    projects[0].submit(FERRY_ID, seconds=100.0)
    projects[0].submit(BAKERY_ID, seconds=200.0)
    projects[0].skip(WAITING_ID)
    code, out, err = studio(corpus, label_studio, "pull")
    assert (code, err) == (0, "")
    warning, *counts = out.splitlines()
    assert warning == (
        f"ann-c/{WAITING_ID}:1: studio skipped warning: the article was skipped; reopen it in Label Studio if it was "
        f"skipped by mistake: {projects[0].address(WAITING_ID)}"
    )
    assert counts == [
        f"ann-c: 2 written, of 5 tasks: {addresses[0]}",
        f"ann-d: nothing submitted, of 5 tasks: {addresses[1]}",
    ]
    code, out, err = studio(corpus, label_studio, "status")
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == [
        ["annotator", "assigned", "done", "skipped", "left", "drafts", "to", "mend", "findings", "each"],
        ["ann-c", "5", "2", "1", "2", "0", "0", "1", "2:30"],
        ["ann-d", "5", "0", "0", "5", "0", "0", "0", "-"],
        ["ann-c:", addresses[0]],
        ["ann-d:", addresses[1]],
    ]


def test_json_for_machines(label_studio: Server, corpus: Corpus) -> None:
    code, out, _ = studio(corpus, label_studio, "push", FERRY_ID, STORM_ID, "--to", "ann-c", "--json")
    pushed = json.loads(out)
    assert (code, pushed["clean"], pushed["projects"][0]["added"]) == (0, True, [FERRY_ID, STORM_ID])
    ann = Annotator(label_studio, corpus, "ann-c")
    ann.submit(FERRY_ID)
    code, out, _ = studio(corpus, label_studio, "pull", "--json")
    pulled = json.loads(out)
    assert (code, pulled["clean"]) == (0, True)
    assert pulled["projects"][0]["outcomes"] == {"nothing": 1, "written": 1}
    code, out, _ = studio(corpus, label_studio, "status", "--json")
    assert code == 0
    assert json.loads(out) == {
        "server": label_studio.url,
        "standings": [
            {
                "annotator": "ann-c",
                "address": f"{label_studio.url}/projects/{ann.project}",
                "assigned": 2,
                "done": 1,
                "skipped": 0,
                "left": 1,
                "drafts": 0,
                "to_mend": 0,
                "findings": 0,
                "errors": 0,
                "seconds": 60.0,
                "total_seconds": 60.0,
            }
        ],
    }


def test_status_counts_what_is_to_mend(label_studio: Server, corpus: Corpus) -> None:
    studio(corpus, label_studio, "push", "--to", "ann-c")
    ann = Annotator(label_studio, corpus, "ann-c")
    broken = [item for item in ann.result(corpus.annotation(FERRY_ID)) if item["type"] != "relation"]
    ann.submit(FERRY_ID, broken, seconds=30.0)
    ann.draft(BAKERY_ID, [])
    ann.submit(COURT_ID, seconds=50.0)
    ann.skip(WAITING_ID)
    [standing] = status(corpus, label_studio, patience=HASTY).standings
    assert standing == Standing(
        annotator="ann-c",
        address=f"{label_studio.url}/projects/{ann.project}",
        assigned=len(ALL_IDS),
        done=2,
        skipped=1,
        left=2,
        drafts=1,
        to_mend=1,
        findings=standing.findings,
        errors=standing.errors,
        seconds=40.0,
        total_seconds=80.0,
    )
    assert standing.findings - standing.errors >= 2  # a draft and a skipped task are no errors
    assert standing.errors > 0
    assert not corpus.annotation_path("ann-c", COURT_ID).exists()
    code, out, _ = studio(corpus, label_studio, "pull")
    assert code == 1
    assert ann.address(FERRY_ID) in out
    assert out.splitlines()[-1].startswith("ann-c: 1 written, 1 failed, of 5 tasks: ")


def test_a_draft_is_suggested(label_studio: Server, corpus: Corpus, tmp_path: Path) -> None:
    from quotidian.draft import write_draft

    path = tmp_path / "ferry.xml"
    path.write_text(write_draft(corpus.annotation(FERRY_ID), corpus.text(FERRY_ID)), "utf-8")
    code, _, err = studio(corpus, label_studio, "push", "--to", "ann-c", "--draft", str(path), FERRY_ID)
    assert (code, err) == (0, "")
    assert Annotator(label_studio, corpus, "ann-c").predictions() == {(FERRY_ID, "draft")}


def test_what_was_not_sent_is_told(label_studio: Server, corpus: Corpus) -> None:
    corpus.text_path(corpus.article(STORM_ID)).unlink()
    code, out, _ = studio(corpus, label_studio, "push", "--to", "ann-c", STORM_ID, FERRY_ID)
    assert code == 1
    assert out.splitlines()[1:] == [
        "not sent:",
        f"  [text-missing] the text of {STORM_ID} is not in the repository (stand-off): get it from "
        f"{corpus.article(STORM_ID).url}, then run 'quotidian hydrate FROM...'",
    ]


def test_a_server_of_another_version_is_told(label_studio: Server, corpus: Corpus) -> None:
    old = b'{"release": "1.12.1"}'
    with faulty(label_studio) as server:
        server.meet("GET", "/api/version", refused(200, old), times=9)
        code, _, err = studio(corpus, server, "push", "--to", "ann-c", FERRY_ID)
    assert (code, err) == (0, f"{server.url} is Label Studio 1.12.1; Quotidian is tested with 1.23.2\n")


def test_misuse(label_studio: Server, corpus: Corpus) -> None:
    code, _, err = studio(corpus, label_studio, "push")
    assert (code, "Missing option '--to'" in err) == (2, True)
    code, _, err = studio(corpus, label_studio, "push", "--to", "ann-c", "no-such-article")
    assert (code, err) == (2, "quotidian: no article 'no-such-article' in this corpus\n")
    code, _, err = studio(corpus, label_studio, "status", url=False)
    assert (code, err) == (
        1,
        f"quotidian: no Label Studio runs for {corpus.root}/.studio/server: start it with 'quotidian studio up', or "
        "name another one with --url and a token\n",
    )
    code, _, err = studio(corpus, label_studio, "pull", token="0" * 40)
    assert (code, "does not accept the token" in err) == (1, True)
