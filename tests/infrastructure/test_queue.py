from __future__ import annotations

from typing import TYPE_CHECKING

from tests.infrastructure.templates import resources_of

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

THIS_ACCOUNT = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:"
CLOCK = {"Ref": "TimeoutSeconds"}


def test_visibility_is_six_times_the_timeout_for_every_timeout_on_offer(template: Template) -> None:
    clocks = template["Mappings"]["Clocks"]
    assert set(clocks) == set(template["Parameters"]["TimeoutSeconds"]["AllowedValues"])
    assert all(int(clock["Visibility"]) >= 6 * int(timeout) for timeout, clock in clocks.items())


def test_the_duration_alarm_is_at_ninety_percent_of_every_timeout_on_offer(template: Template) -> None:
    clocks = template["Mappings"]["Clocks"]
    assert all(int(clock["DurationAlarmMilliseconds"]) == 900 * int(timeout) for timeout, clock in clocks.items())


def test_timeout_visibility_and_alarm_hang_on_one_parameter(stack: Template) -> None:
    resources = stack["Resources"]
    assert resources["Worker"]["Properties"]["Timeout"] == CLOCK
    assert resources["JobQueue"]["Properties"]["VisibilityTimeout"] == {
        "Fn::FindInMap": ["Clocks", CLOCK, "Visibility"]
    }
    assert resources["DurationAlarm"]["Properties"]["Threshold"] == {
        "Fn::FindInMap": ["Clocks", CLOCK, "DurationAlarmMilliseconds"]
    }


def test_queue_and_worker_count_receives_by_one_parameter(stack: Template) -> None:
    resources = stack["Resources"]
    redrive = resources["JobQueue"]["Properties"]["RedrivePolicy"]["maxReceiveCount"]
    variables = resources["Worker"]["Properties"]["Environment"]["Variables"]
    assert redrive == variables["MAX_RECEIVE_COUNT"] == {"Ref": "MaxReceiveCount"}


def test_a_dead_letter_is_kept_longer_than_a_message(stack: Template) -> None:
    queues = resources_of(stack, "AWS::SQS::Queue")
    fourteen_days = 14 * 24 * 3600
    assert queues["JobQueue"]["MessageRetentionPeriod"] < queues["DeadLetterQueue"]["MessageRetentionPeriod"]
    assert queues["DeadLetterQueue"]["MessageRetentionPeriod"] == fourteen_days


def test_the_dead_letter_queue_takes_only_the_job_queues_messages(stack: Template) -> None:
    queues = resources_of(stack, "AWS::SQS::Queue")
    [source] = queues["DeadLetterQueue"]["RedriveAllowPolicy"]["sourceQueueArns"]
    assert source["Fn::Sub"].removeprefix(THIS_ACCOUNT) == queues["JobQueue"]["QueueName"]["Fn::Sub"]


def test_a_worker_gets_batches_and_reports_failures_singly(stack: Template) -> None:
    sources = resources_of(stack, "AWS::Lambda::EventSourceMapping")
    sizes = {name: source["BatchSize"] for name, source in sources.items()}
    assert sizes == {"JobSource": {"Ref": "BatchSize"}, "CatalogSource": 1}
    for source in sources.values():
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert source["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "MaximumConcurrency"}}


def test_only_the_video_bucket_and_its_rule_may_send_messages(stack: Template) -> None:
    policy = resources_of(stack, "AWS::SQS::QueuePolicy")["JobQueuePolicy"]
    bucket, rule = policy["PolicyDocument"]["Statement"]
    assert "aws:SourceArn" in bucket["Condition"]["ArnEquals"]
    assert bucket["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert rule["Fn::If"][1]["Condition"]["ArnEquals"] == {"aws:SourceArn": {"Fn::GetAtt": ["VideoCreatedRule", "Arn"]}}
