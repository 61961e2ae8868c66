"""The benchmark of documents tells a film from what cannot be spoken, or is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "documents.py"


@pytest.mark.slow
def test_each_document_is_tried_to_the_end_and_counted(tmp_path):
    (tmp_path / "bread.md").write_text("# Bread\n\n## Flour\n\nRye is dark.\n\n- Rye\n- Oat\n")
    (tmp_path / "pain.md").write_text("# Le pain\n\n## La farine\n\n" + "Elle est foncée. " * 5)
    rows = "bread\tguide\ten\tscript\tbread.md\npain\tother\tfr\tscript\tpain.md\n"
    (tmp_path / "list.tsv").write_text(rows)
    out = tmp_path / "found.json"
    ran = subprocess.run(
        [sys.executable, str(PROGRAM), str(tmp_path / "list.tsv"), "--out", str(out)],
        capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    bread, pain = json.loads(out.read_text(encoding="utf-8"))["documents"]
    assert bread["outcome"] == "accepted"
    assert bread["laid_out"] == bread["scenes"] == 1
    assert not bread["voice_failures"]
    assert not bread["scene_failures"]
    assert 0 < bread["film_minutes"] < 1
    assert (pain["outcome"], pain["exit_code"]) == ("refused", 2)
    table = dict(row.strip("| ").split(" | ", 1) for row in ran.stdout.splitlines()[2:])
    assert table["documents"].split(" | ") == ["2", "1", "1"]
    assert table["**end in a film**"].split(" | ") == ["1", "1", "0"]
