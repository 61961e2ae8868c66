"""Nothing that is printed acts on the terminal."""

import json

import pytest

from flaming_horse.commands.terminal import Lines, seen
from flaming_horse.errors import WrongInput
from flaming_horse.writers.from_file import from_script
from flaming_horse.writers.web_page import page_text


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x7f", "\x9b", "\u202e", "\u2066", "\r", "\0"])
def test_a_sign_that_acts_is_written_out(sign):
    told = seen(f"a{sign}]0;b")
    assert told == f"a\\u{ord(sign):04x}]0;b"
    written = []
    Lines(write=written.append).say(f"a{sign}b")
    assert sign not in "".join(written)


def test_texts_and_json_stay_as_they_are():
    text = "two\nlines\twith ümläuts, שלום and 👩\u200d🔬"
    assert seen(text) == text
    answer = {"title": "a\u009b\x1b\u202eb"}
    assert json.loads(seen(json.dumps(answer, ensure_ascii=False))) == answer


@pytest.mark.parametrize(
    "text", ["<br>\n\n" + "&lt\n" * 3_000, "<br>\n\n" + "[![" * 300 + "\n\nA."]
)
def test_a_document_that_takes_for_ever_is_refused_at_its_place(tmp_path, text):
    script = tmp_path / "readme.md"
    script.write_text(text)
    with pytest.raises(WrongInput, match="the most") as caught:
        from_script(script)
    assert (caught.value.place.file, caught.value.place.line) == (str(script), 3)


def test_a_page_of_open_comments_is_read_soon():
    assert page_text("<body><p>Seen.</p>" + "<!--" * 100_000) == "Seen."
    assert page_text("<p>a<!-- b -->c</p>" + "<?" * 50_000) == "ac"
