"""The private folder of a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotidian.errors import StudioError
from quotidian.store import Corpus
from quotidian.studio.home import Home, default_home, new_secrets

REPOSITORY = Path(__file__).parents[2]


def test_it_is_beside_what_pulling_keeps() -> None:
    assert default_home(Corpus(REPOSITORY)) == REPOSITORY / ".studio" / "server"


def test_secrets_come_back_as_they_were(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    assert home.secrets() is None
    secrets = new_secrets()
    home.save_secrets(secrets)
    assert home.secrets() == secrets
    assert new_secrets() != secrets
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600


def test_made_twice_it_stays(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    (home.data / "work").write_text("a day's work")
    home.make()
    assert (home.data / "work").read_text() == "a day's work"
    assert home.process() is None


def test_unknown_fields_of_the_secrets_are_told(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    home.secrets_file.write_text('{"password": "hunter22"}')
    home.secrets_file.chmod(0o600)
    with pytest.raises(StudioError) as error:
        home.secrets()
    assert "not a valid Secrets: Object missing required field `email`: restore it; or delete it" in str(error.value)
    assert "hunter22" not in str(error.value)
