"""Transactions that a server breaks off: all of one happens, or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.builders import a_deadline, an_asset
from tests.tasks.catalog.databases.disturbing import (
    Rival,
    end_connection,
    kill_from,
    name_connection,
    once_a_content_is_inserted,
)
from tests.tasks.catalog.databases.relay import Relay
from worker.jobs.errors import Handling, JobError
from worker.tasks.catalog.content import Content

if TYPE_CHECKING:
    from tests.tasks.catalog.databases.conftest import Database

UNNUMBERED = Content(None, "my_movie")


def test_a_connection_lost_mid_transaction_leaves_no_content_without_a_video(server: Database) -> None:
    assets = server.assets(retries=0)
    once_a_content_is_inserted(assets, kill_from(server))

    with pytest.raises(JobError) as caught:
        assets.number(UNNUMBERED, an_asset(), a_deadline())

    assert caught.value.condition.reason == "database_unavailable"
    assert caught.value.handling is Handling.RETRYABLE
    assert (server.titles(), server.rows()) == ([], [])


def test_a_transaction_whose_connection_was_lost_is_made_again_as_a_whole(server: Database) -> None:
    assets = server.assets()
    once_a_content_is_inserted(assets, kill_from(server))

    content_id = assets.number(UNNUMBERED, an_asset(), a_deadline())

    assert server.titles() == ["My Movie"]
    assert [row["content_id"] for row in server.rows()] == [content_id]


def test_a_connection_that_died_between_two_jobs_is_replaced_unnoticed(server: Database) -> None:
    assets = server.assets(retries=0)
    server.add_content(42)
    with assets.engine.connect() as connection:
        number = name_connection(connection)
    end_connection(server, number)

    assets.record(42, an_asset(), a_deadline())

    assert len(server.rows()) == 1


def test_a_connection_that_fell_silent_is_replaced(server: Database) -> None:
    server.add_content(42)
    url = make_url(server.url)
    with Relay(url.port or 0) as relay:
        relayed = replace(server, url=url.set(port=relay.port).render_as_string(hide_password=False), opened=[])
        assets = relayed.assets(retries=0, answer_seconds=2.0)
        assets.record(42, an_asset(), a_deadline())
        relay.silence()

        assets.record(42, an_asset(seconds=99.0), a_deadline())
        assets.engine.dispose()

    assert relay.left.wait(10)
    assert [row["duration"] for row in server.rows()] == [99]


def test_the_loser_of_a_deadlock_goes_through_it_again(server: Database) -> None:
    asset = an_asset()
    rival = Rival(server.engine, asset.video_url)
    assets = server.assets()
    once_a_content_is_inserted(assets, rival.cross)

    content_id = assets.number(UNNUMBERED, asset, a_deadline())
    rival.wait()

    assert server.titles() == ["My Movie"]
    assert [row["content_id"] for row in server.rows()] == [content_id]


def test_the_loser_of_a_deadlock_is_told_to_come_back(server: Database) -> None:
    asset = an_asset()
    rival = Rival(server.engine, asset.video_url)
    assets = server.assets(retries=0)
    once_a_content_is_inserted(assets, rival.cross)

    with pytest.raises(JobError) as caught:
        assets.number(UNNUMBERED, asset, a_deadline())
    rival.wait()

    assert "1213" in caught.value.sentence or "40P01" in caught.value.sentence
    assert caught.value.handling is Handling.RETRYABLE
