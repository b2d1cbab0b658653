from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.infrastructure.templates import resources_of
from worker.speech.calls import MOST_WAITING
from worker.tasks.segment_mix.mix_segment import MOST_BYTES
from worker.tasks.segment_mix.ports import MOST_FETCHED

if TYPE_CHECKING:
    from tests.infrastructure.templates import Template

MEBIBYTE, GIBIBYTE = 1024**2, 1024**3
LONGEST_CLIP_SECONDS = 55
SAMPLES_PER_SECOND = 16_000
BYTES_PER_SAMPLE = 2
FLAC_BYTES_AN_HOUR = 55_700_000


@pytest.fixture
def bucket(stack: Template) -> Template:
    [bucket] = resources_of(stack, "AWS::S3::Bucket").values()
    return bucket


def test_only_new_objects_under_videos_become_jobs(bucket: Template) -> None:
    [notification] = bucket["NotificationConfiguration"]["QueueConfigurations"]
    assert notification["Event"] == "s3:ObjectCreated:*"
    assert notification["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "videos/"}]


def test_only_new_objects_under_videos_of_an_existing_bucket_become_jobs(stack: Template) -> None:
    rule = resources_of(stack, "AWS::Events::Rule")["VideoCreatedRule"]
    assert rule["EventPattern"]["detail-type"] == ["Object Created"]
    assert rule["EventPattern"]["detail"] == {
        "bucket": {"name": [{"Ref": "VideoBucketName"}]},
        "object": {"key": [{"prefix": "videos/"}]},
    }


def test_versions_are_kept_encrypted_and_private(bucket: Template) -> None:
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert all(bucket["PublicAccessBlockConfiguration"].values())


def test_intermediate_files_go_after_14_days_and_old_versions_after_30(bucket: Template) -> None:
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert (rules["intermediate-files"]["Prefix"], rules["intermediate-files"]["ExpirationInDays"]) == ("work/", 14)
    assert rules["replaced-and-deleted-versions"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}


def test_no_rule_deletes_a_video_or_a_result(bucket: Template) -> None:
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert {rule.get("Prefix") for rule in rules if "ExpirationInDays" in rule} == {"work/"}


def test_deleting_the_stack_keeps_the_videos(stack: Template) -> None:
    resource = stack["Resources"]["VideoBucket"]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_the_disk_holds_clips_that_wait_segments_that_are_mixed_a_batch_of_flacs_and_a_video_that_cannot_be_streamed(
    template: Template,
) -> None:
    default = {name: parameter.get("Default") for name, parameter in template["Parameters"].items()}
    clips = MOST_WAITING * LONGEST_CLIP_SECONDS * SAMPLES_PER_SECOND * BYTES_PER_SAMPLE
    mixes = (MOST_FETCHED + 1) * 2 * MOST_BYTES
    flacs = default["BatchSize"] * default["MaxVideoSeconds"] / 3600 * FLAC_BYTES_AN_HOUR
    assert default["DiskMegabytes"] * MEBIBYTE >= clips + mixes + flacs + 2 * GIBIBYTE
