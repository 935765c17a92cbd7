"""Annotators get in with what they were given, and nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotidian.errors import InputError, StudioError
from quotidian.studio.existing import connect
from quotidian.studio.server import Server
from quotidian.studio.users import User, add_user, set_password
from tests.studio.visitors import Browser, gets_in


def test_a_user_gets_in_with_a_random_password(label_studio: Server) -> None:
    made = add_user(label_studio, "ada")
    assert (made.name, made.email) == ("ada", "ada@localhost")
    assert len(made.password) == 16
    assert made.password not in repr(made)
    assert gets_in(label_studio.url, "ada@localhost", made.password)
    assert not gets_in(label_studio.url, "ada@localhost", made.password[::-1])
    # An annotator is no administrator, and a member of the organization whose projects they see.
    browser = Browser(label_studio.url)
    browser.submit("/user/login/", {"email": made.email, "password": made.password})
    assert "<title>Log in | Django site admin</title>" in browser.get("/admin/")[1]
    assert browser.get("/api/projects/")[0] == 200
    with pytest.raises(InputError) as error:
        add_user(label_studio, "ada")
    assert str(error.value) == (
        "there is such a user already: found 'ada@localhost'; give a new password with 'studio user password'"
    )
    assert gets_in(label_studio.url, "ada@localhost", made.password)


def test_a_user_with_an_address_and_password_of_their_own(label_studio: Server) -> None:
    made = add_user(label_studio, "grace", "naïve café 🙂 'quoted'", email="Grace.Hopper@Example.org")
    assert made == User(id=made.id, name="grace", email="grace.hopper@example.org", password="naïve café 🙂 'quoted'")
    assert gets_in(label_studio.url, "grace.hopper@example.org", "naïve café 🙂 'quoted'")


def test_a_new_password_replaces_the_old_one(label_studio: Server) -> None:
    made = add_user(label_studio, "emmy")
    again = set_password(label_studio, "emmy", "a better password")
    assert again == User(id=made.id, name="emmy", email="emmy@localhost", password="a better password")
    assert gets_in(label_studio.url, "emmy@localhost", "a better password")
    assert not gets_in(label_studio.url, "emmy@localhost", made.password)
    with pytest.raises(InputError) as error:
        set_password(label_studio, "nobody")
    assert str(error.value) == ("there is no such user: found 'nobody@localhost'; make one with 'studio user add'")


@pytest.mark.parametrize(
    ("name", "password", "email", "message"),
    [
        (
            "Ada Lovelace",
            None,
            None,
            "no annotator's name: found 'Ada Lovelace', expected lower-case words such as ann-b",
        ),
        (
            "gold",
            None,
            None,
            "nobody annotates as gold: found 'gold', expected an annotator; gold is decided by adjudication",
        ),
        ("ada", None, "ada", "not an e-mail address: found 'ada', expected NAME@HOST"),
        ("ada", "1234567", None, "the password is too short: expected at least 8 characters"),
    ],
)
def test_what_can_not_be(
    label_studio: Server, name: str, password: str | None, email: str | None, message: str
) -> None:
    with pytest.raises(InputError) as error:
        add_user(label_studio, name, password, email=email)
    assert str(error.value) == message


def test_users_of_another_server_are_its_administrators_business(label_studio: Server) -> None:
    with pytest.raises(StudioError) as error:
        add_user(connect(label_studio.url, label_studio.token), "ada")
    assert str(error.value) == (
        f"users of {label_studio.url} are made by its own administrator: this works on a server of "
        "'quotidian studio up'"
    )


def test_a_server_that_can_not_make_users_says_why(label_studio: Server, tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'Traceback' >&2; echo 'OperationalError: disk I/O error' >&2; exit 1\n")
    broken.chmod(0o755)
    server = Server(
        url=label_studio.url, token=label_studio.token, version="1.23.2", home=label_studio.home, python=broken
    )
    with pytest.raises(StudioError) as error:
        add_user(server, "ada")
    assert str(error.value) == "ada@localhost can't be made a user: OperationalError: disk I/O error"
