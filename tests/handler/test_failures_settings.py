"""What becomes of a job when the deployment is incomplete, and whether the queue hears of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import sqs_batch, sqs_record
from tests.handler.endings import DONE, SLOWED_DOWN, Ending, dead_lettered
from tests.handler.world import LAST_RECEIVE, World
from tests.local.waiting import eventually

if TYPE_CHECKING:
    from local.aws import Aws
    from tests.conftest import LogLines

NEEDED = ["CLAUDE_API_KEY", "CLOVA_API_KEY", "CLOVA_API_KEY_ID"]


def keep_secret(aws: Aws, name: str, **settings: str) -> str:
    return aws.secrets.create_secret(Name=f"failures-{name}", SecretString=json.dumps(settings))["ARN"]


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_key_is_named_and_tried_slowly(world: World, name: str, log_lines: LogLines) -> None:
    del world.settings[name]

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == name
    assert world.paid == (0, 0)


def test_a_missing_key_is_told_on_the_last_receive(world: World) -> None:
    del world.settings["CLAUDE_API_KEY"]

    assert world.deliver(world.upload(), LAST_RECEIVE) == dead_lettered("UNKNOWN_ERROR")


def test_a_job_that_is_refused_for_a_missing_key_leaves_a_failed_result(world: World) -> None:
    del world.settings["CLAUDE_API_KEY"]

    world.deliver(world.upload(key="videos/123/refused.mp4"), LAST_RECEIVE)

    result = world.stored("results/123/refused.json")
    assert (result["status"], result["failure"]["code"], result["transcript"]) == ("FAILED", "UNKNOWN_ERROR", None)
    assert result["source"]["version_id"]


@pytest.mark.parametrize("name", ["BACKEND_INTERNAL_TOKEN", "BACKEND_BASE_URL", "VIDEO_BUCKET_NAME"])
def test_without_what_telling_needs_every_record_is_given_back(world: World, name: str, log_lines: LogLines) -> None:
    message = world.upload()
    del world.settings[name]

    assert world.deliver(message) == SLOWED_DOWN
    assert name in log_lines.text
    assert world.services.backend.bytes == []


def test_plain_http_outside_development_is_refused(world: World, log_lines: LogLines) -> None:
    world.settings["APP_ENV"] = "prod"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert "plain http" in log_lines.text
    assert world.services.backend.bytes == []


def test_a_backend_that_is_not_among_the_allowed_is_never_called(world: World, log_lines: LogLines) -> None:
    world.settings["CALLBACK_ALLOWED_ORIGINS"] = "https://backend.example.com"

    assert world.deliver(world.upload(), LAST_RECEIVE) == Ending("after 900 s", ())
    assert "CALLBACK_ALLOWED_ORIGINS" in log_lines.text
    assert world.services.backend.bytes == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_SECRET", "whsec_none!"),
        ("CLAUDE_API_KEY", "pasted\ntwice"),
        ("CLAUDE_API_URL", "https://api.example.com:99999"),
        ("RESULT_BUCKET_NAME", "s3://results"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_before_anything_is_paid(
    world: World, name: str, value: str, log_lines: LogLines
) -> None:
    world.settings[name] = value

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert name in log_lines.text
    assert world.paid == (0, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKEND_INTERNAL_TOKEN", "pasted\ntwice"),
        ("BACKEND_CA_BUNDLE", "/nowhere/authority.pem"),
        ("BACKEND_CA_BUNDLE", __file__),
        ("AWS_REGION", "no region"),
    ],
)
def test_what_makes_telling_impossible_is_named_and_every_record_given_back(
    world: World, name: str, value: str, log_lines: LogLines
) -> None:
    message = world.upload()
    world.settings[name] = value

    assert world.deliver(message) == SLOWED_DOWN
    assert name in log_lines.text
    assert value not in log_lines.text
    assert world.paid == (0, 0)


def test_a_partner_without_a_secret_of_its_own_is_named_at_the_start(world: World, log_lines: LogLines) -> None:
    backend = world.settings["BACKEND_BASE_URL"]
    world.settings |= {
        "CALLBACK_ALLOWED_ORIGINS": f"{backend},https://partner.example.com",
        "WEBHOOK_SECRET": json.dumps({backend: world.settings["WEBHOOK_SECRET"]}),
    }

    assert world.deliver(world.upload()) == DONE
    assert [line["hosts"] for line in log_lines.lines if line.get("stage") == "UNSIGNED"] == [["partner.example.com"]]


def test_a_prompt_that_is_not_there_is_named_and_tried_slowly(world: World, log_lines: LogLines) -> None:
    world.settings["CLAUDE_PROMPT"] = "no_such_prompt"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert "CLAUDE_PROMPT" in log_lines.text


def test_the_secret_wins_over_plain_variables(world: World) -> None:
    secrets = {name: world.settings[name] for name in NEEDED}
    world.settings |= dict.fromkeys(NEEDED, "an-old-value")
    world.settings["SECRETS_ARN"] = keep_secret(world.aws, "winning", **secrets)

    assert world.deliver(world.upload()) == DONE


def test_an_empty_value_in_the_secret_leaves_the_plain_variable(world: World) -> None:
    world.settings["SECRETS_ARN"] = keep_secret(world.aws, "empty", CLAUDE_API_KEY="")

    assert world.deliver(world.upload()) == DONE


def test_a_secret_that_is_not_there_is_named_and_every_record_given_back(world: World, log_lines: LogLines) -> None:
    world.settings["SECRETS_ARN"] = "arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:nothing-AbCdEf"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert "SECRETS_ARN" in log_lines.text


@pytest.mark.parametrize("receive", [1, LAST_RECEIVE], ids=["after a backoff", "at once"])
def test_a_message_comes_back_long_before_the_queues_own_timeout(world: World, receive: int) -> None:
    url = make_queue(world.aws, f"failures-{receive}", visibility="600")
    world.settings |= {"SQS_QUEUE_URL": url, "CLOVA_API_KEY": "wrong-key", "RETRY_BASE_SECONDS": "0.1"}
    world.aws.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(world.upload()))

    world.invoke(sqs_batch(receive_one(world.aws, url) | with_count(receive)))

    assert eventually(lambda: world.aws.sqs.receive_message(QueueUrl=url).get("Messages"))


def make_queue(aws: Aws, name: str, visibility: str) -> str:
    return aws.sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": visibility})["QueueUrl"]


def receive_one(aws: Aws, url: str) -> dict[str, Any]:
    """A message as Lambda hands it over."""
    [message] = aws.sqs.receive_message(QueueUrl=url).get("Messages", [])
    return sqs_record(message.get("Body", "")) | {"receiptHandle": message.get("ReceiptHandle", "")}


def with_count(receive: int) -> dict[str, Any]:
    return {"attributes": {"ApproximateReceiveCount": str(receive)}}
