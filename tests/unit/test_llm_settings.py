"""Which model writes, where each value comes from, and that a key is never repeated."""

from __future__ import annotations

from typing import Any

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.writers.llm.settings import PRESETS, server_of

KEY = "sk-secret-4f9d27c1e0"


def environ(**values: str) -> dict[str, str]:
    return {f"FLAMING_HORSE_LLM_{name.upper()}": value for name, value in values.items()}


def test_nothing_said_is_no_model():
    assert server_of({}, {}) is None
    assert server_of({"timeout": 20}, environ(api_key=KEY)) is None


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_gives_a_server(name: str):
    server = server_of({"preset": name, "model": "m"}, environ(api_key=KEY))
    assert server is not None
    assert server.base_url == PRESETS[name].base_url
    assert server.origins["base_url"] == f"preset {name}, flaming-horse.toml"


def test_the_environment_overrules_the_file_and_says_so():
    table = {"base_url": "http://one:1/v1", "model": "a", "timeout": 7, "budget": 500}
    server = server_of(table, environ(base_url="http://two:2/v1/", timeout="9", api_key=KEY))
    assert server is not None
    assert (server.base_url, server.model) == ("http://two:2/v1", "a")
    assert (server.timeout_s, server.budget) == (9.0, 500)
    rows = "\n".join(server.rows())
    assert "base_url http://two:2/v1 (FLAMING_HORSE_LLM_BASE_URL)" in rows
    assert "model a (flaming-horse.toml)" in rows
    assert "key set (FLAMING_HORSE_LLM_API_KEY)" in rows
    assert KEY not in rows + repr(server) + str(server)


@pytest.mark.parametrize(
    ("table", "env", "words"),
    [
        ({"preset": "olama", "model": "m"}, {}, "Did you mean 'ollama'"),
        ({"preset": "ollama"}, {}, "no model is named"),
        ({"modell": "m"}, {}, "Did you mean 'model'?"),
        ({"preset": "openai", "model": "m"}, {}, "wants a key"),
        ({"model": "m"}, {}, "has no server"),
        ({"base_url": "localhost:11434", "model": "m"}, {}, "no address of a server"),
        ({"base_url": "http://h/v1", "model": "m", "timeout": 0}, {}, "not a number above 0"),
        ({"base_url": "http://h/v1", "model": "m", "budget": True}, {}, "not a number above 0"),
        ({"base_url": "http://h/v1", "model": "m", "budget": "nan"}, {}, "not a number above 0"),
        ({"base_url": "http://[::1/v1", "model": "m"}, {}, "no address of a server"),
        ({"base_url": "http://h/v1", "model": "m"}, {"api_key": f"{KEY}\nx"}, "signs that no key"),
    ],
)
def test_what_cannot_be_used_is_told(table: dict[str, Any], env: dict[str, str], words: str):
    with pytest.raises(WrongInput) as refused:
        server_of(table, environ(**env))
    assert words in str(refused.value)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize(
    "table",
    [
        {"api_key": KEY},
        {"key": KEY},
        {"token": KEY},
        {"base_url": f"https://user:{KEY}@h/v1"},
        {"base_url": f"https://{KEY}@h/v1"},
        {"base_url": f"https://h/v1?key={KEY}"},
    ],
)
def test_a_key_in_the_file_is_refused_and_not_repeated(table: dict[str, Any]):
    with pytest.raises(WrongInput) as refused:
        server_of({"base_url": "http://h/v1", "model": "m"} | table, {})
    assert KEY not in str(refused.value)
    assert "FLAMING_HORSE_LLM_API_KEY" in str(refused.value)
