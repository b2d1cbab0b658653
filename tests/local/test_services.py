from __future__ import annotations

from local.services import STAND_IN_SECRETS, running_services

REAL_CLOVA = {"CLOVA_API_KEY_ID": "my-id", "CLOVA_API_KEY": "my-key"}
REAL_CLAUDE = {"CLAUDE_API_KEY": "my-claude-key"}


def test_keys_in_the_environment_choose_the_real_services() -> None:
    with running_services({**REAL_CLOVA, **REAL_CLAUDE}) as services:
        assert "ClovaSttUrl" not in services.parameters
        assert "ClaudeApiUrl" not in services.parameters
        assert services.secrets == STAND_IN_SECRETS | REAL_CLOVA | REAL_CLAUDE


def test_addresses_in_the_environment_go_with_the_keys() -> None:
    settings = {"CLOVA_STT_URL": "https://stt.test/?lang=Jpn", "CLAUDE_MODEL": "claude-opus-5-5"}

    with running_services({**REAL_CLOVA, **REAL_CLAUDE, **settings}) as services:
        assert services.parameters["ClovaSttUrl"] == "https://stt.test/?lang=Jpn"
        assert services.parameters["ClaudeModel"] == "claude-opus-5-5"


def test_without_keys_everything_stays_on_this_machine() -> None:
    with running_services(REAL_CLOVA) as services:
        assert services.parameters["ClaudeApiUrl"].startswith("http://127.0.0.1:")
        assert services.secrets["CLAUDE_API_KEY"] == STAND_IN_SECRETS["CLAUDE_API_KEY"]


def test_half_of_clovas_key_pair_is_not_enough_to_pay_for_anything() -> None:
    with running_services({"CLOVA_API_KEY": "my-key", **REAL_CLAUDE}) as services:
        assert services.parameters["ClovaSttUrl"].startswith("http://127.0.0.1:")
        assert services.secrets["CLOVA_API_KEY"] == STAND_IN_SECRETS["CLOVA_API_KEY"]


def test_bedrocks_stand_in_is_asked_where_it_is_wished_whatever_keys_there_are() -> None:
    with running_services({**REAL_CLAUDE, "CLAUDE": "bedrock"}) as services:
        assert services.parameters["ClaudeProvider"] == "bedrock"
        assert services.parameters["BedrockEndpointUrl"].startswith("http://127.0.0.1:")
        assert services.secrets["CLAUDE_API_KEY"] == STAND_IN_SECRETS["CLAUDE_API_KEY"]
