"""Two deployments that between them take each branch of the roles' conditions."""

from __future__ import annotations

from tests.roles.template import PLACE, SECRET, Deployment

_CATALOG = {
    "CatalogBucketName": "catalogue-videos",
    "CatalogApiBase": "https://api.invalid/api",
    "CatalogSecretsArn": f"{SECRET}catalog-abcdef",
}

NEW = Deployment(
    "all of its own",
    {
        **_CATALOG,
        "KmsKeyArns": f"arn:aws:kms:{PLACE}:key/any",
        "SubnetIds": "subnet-1",
        "CatalogSubnetIds": "subnet-2",
        "CatalogDatabaseUserArn": f"arn:aws:rds-db:{PLACE}:dbuser:prx-any/any",
    },
)
EXISTING = Deployment(
    "what exists",
    {
        **_CATALOG,
        "VideoSource": "existing",
        "VideoBucketName": "their-videos",
        "ResultBucketName": "their-results",
        "SecretsArn": f"{SECRET}theirs-abcdef",
        "ClaudeProvider": "bedrock",
        "BedrockRegion": "ap-northeast-1",
    },
)
DEPLOYMENTS = (NEW, EXISTING)
