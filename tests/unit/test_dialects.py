"""Which dialect of Markdown a document is of, and whether it is a storyboard of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.project import Project
from flaming_horse.writers.dialects.table import DIALECTS, dialect_of
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writing.bringing import bring_script

NOWHERE = Path("/nonexistent/boats.md")

SIGNS = {
    "github": [
        "# Kiln\n\n> [!NOTE]\n> It is hot.\n",
        "# Kiln\n\n- [x] fire\n- [ ] glaze\n",
        "# Kiln\n\nThe heat is $`t^2`$.\n\n```math\nt^2\n```\n",
        "# Kiln\n\nNothing but words.\n",
    ],
    "pandoc": [
        "% Kilns\n% A. Potter\n\n# Fire\n\nIt is hot.\n",
        "# Kiln\n\n```{.haskell .numberLines}\nfire = 3\n```\n",
        "# Kiln\n\nClay shrinks [see @leach1940, p. 12; also @rhodes].\n",
        "# Kiln\n\nH~2~O leaves.^[As steam.]\n",
    ],
    "myst": [
        "# Kiln\n\n```{tip}\nOpen it slowly.\n```\n",
        "(kiln-door)=\n# Kiln\n\nIt is hot.\n",
        "# Kiln\n\nSee {ref}`kiln-door`.\n",
        "# Kiln\n\n:::{figure} kiln.png\nThe kiln.\n:::\n",
    ],
    "mkdocs": [
        '# Kiln\n\n!!! danger "Hot"\n    Do not touch.\n',
        '# Kiln\n\n=== "Gas"\n\n    Open the valve.\n',
        "# Kiln\n\n/// tip | Slowly\nOpen it slowly.\n///\n",
        "# Kiln\n\nPress ++ctrl+c++ now.\n",
    ],
    "vitepress": [
        "# Kiln\n\n::: code-group\n```sh [npm]\nnpm i kiln\n```\n:::\n",
        "# Kiln\n\n::: info\nIt is hot.\n:::\n",
        "# Kiln\n\n```js\nfire() // [!code ++]\n```\n",
    ],
    "docusaurus": [
        "---\nsidebar_position: 3\n---\n\n# Kiln\n\nIt is hot.\n",
        "# Kiln\n\n:::caution[Hot]\nDo not touch.\n:::\n",
        '# Kiln\n\n<Tabs>\n<TabItem value="gas">\n\nOpen the valve.\n\n</TabItem>\n</Tabs>\n',
    ],
    "mdbook": [
        "# Kiln\n\n```rust,editable\nfn main() {}\n```\n",
        "# Kiln\n\n```rust\n{{#rustdoc_include ../kiln.rs:fire}}\n```\n",
    ],
    "hugo": [
        '+++\ntitle = "Kiln"\n+++\n\nIt is hot.\n',
        '# Kiln\n\n{{< figure src="kiln.png" >}}\n\nIt is hot.\n',
    ],
    "jekyll": [
        "# Kiln\n\n{% include kiln.html %}\n\nIt is hot.\n",
        "# Kiln\n{: .no_toc }\n\nIt is hot.\n",
        "# Kiln\n\nThe heat is {{ site.heat }}.\n",
    ],
    "obsidian": [
        "# Kiln\n\nSee [[Clay|the clay]].\n",
        "# Kiln\n\n> [!bug]- It cracks\n> Fire it slowly.\n",
        "# Kiln\n\nIt is ==very hot==. %% how hot? %%\n",
    ],
    "quarto": [
        "# Kiln\n\n```{r}\n#| echo: false\nplot(heat)\n```\n",
        "# Kiln\n\n::: {.callout-warning}\nIt is hot.\n:::\n",
        "# Kiln\n\nSee @fig-heat for its curve.\n",
    ],
    "mdx": [
        "import Heat from './heat'\n\n# Kiln\n\n<Heat at={1200} />\n",
        "# Kiln\n\nIt has {props.heat} degrees.\n",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in SIGNS.items() for text in texts]
)
def test_a_dialect_is_known_by_its_signs(name: str, text: str) -> None:
    dialect = dialect_of(text)
    assert dialect is not None
    assert dialect.name == name


def test_every_dialect_is_tried_here() -> None:
    assert {dialect.name for dialect in DIALECTS} == set(SIGNS)


@pytest.mark.parametrize(
    "text",
    [
        "# Kiln\n\nWrite `{% include %}`, `[[x]]`, `==x==` or `!!! note` there.\n",
        "# Kiln\n\n```text\n!!! note\n    x\n{{< x >}}\n::: tip\n```\n\nIt is hot.\n",
        "# Kiln\n\nIt is 2^10^ at most, and H~2~O leaves.\n",
        "# Kiln\n\nIt is ==very hot==.\n",
        "# Kiln\n\nTerm\n: What it means.\n",
        "# Kiln\n\nA #tag alone, and a == b == c.\n",
    ],
)
def test_one_sign_that_several_share_betrays_none(text: str) -> None:
    dialect = dialect_of(text)
    assert dialect is not None
    assert dialect.name == "github"


@pytest.mark.parametrize(
    ("suffix", "name"), [(".qmd", "quarto"), (".Rmd", "quarto"), (".mdx", "mdx")]
)
def test_the_name_of_a_file_tells_as_well(suffix: str, name: str) -> None:
    dialect = dialect_of("# Kiln\n\nIt is hot.\n", Path(f"kiln{suffix}"))
    assert dialect is not None
    assert dialect.name == name


THEIRS = [
    "# Kiln {#kiln}\n\n## Fire {#fire .unnumbered}\n\nIt is hot.\n",
    "# Kiln\n\n```{.python file=kiln.py}\nfire = 1\n```\n\nIt is hot.\n",
    "# Kiln\n\n```{#lst:fire .python}\nfire = 1\n```\n\nIt is hot.\n",
    "# Kiln\n\n![Kiln](kiln.png){#fig-kiln width=50%}\n\nIt is hot.\n",
    "# Kiln\n\n```tree\nkiln\n├── door\n└── fire\n```\n\nIt is hot.\n",
    "# Kiln\n\n```timeline\n1900 : fire\n```\n\nIt is hot.\n",
    "# Kiln\n\n```flow\nst=>start: Fire\nop=>operation: Glaze\nst->op\n```\n\nIt is hot.\n",
    "# Kiln\n\n[Fire]{.smallcaps lang=de} is hot.\n",
    "---\ntitle: Kiln\nversion: 2.1\ndate: 2026-01-01\n---\n\nIt is hot.\n",
    "{#kiln .wide}\n# Kiln\n\nIt is hot.\n",
]


@pytest.mark.parametrize("text", THEIRS)
def test_what_others_write_as_well_makes_no_storyboard(text: str) -> None:
    assert dialect_of(text) is not None


OURS = [
    "# Kiln\n\n{#parts}\n- door\n- fire\n\nIt has two parts.\n",
    '# Kiln\n\n- door\n- fire\n\n[The door]{show="list.item(1)"} is first.\n',
    '# Kiln\n\n- door\n\n[The door]{higlight="list.item(1)"} is first.\n',
    "# Kiln\n\n```plot\nx: [0, 1]\n```\n\nIt is hot.\n",
    "# Kiln\n\n```plott\nx: [0, 1]\n```\n\nIt is hot.\n",
    "# Kiln\n\n```flow\nclay -> fire\n```\n\nIt is hot.\n",
    "# Kiln\n\n```python {#fire}\nfire = 1\n```\n\nIt is hot.\n",
    "---\ntitle: Kiln\nshape: 9:16\n---\n\nIt is hot.\n",
    "# Kiln\n\nIt waits. […]{pause=2} Now.\n",
    "# Kiln\n\n{at=left}\n- door\n\nIt has a door.\n",
]


@pytest.mark.parametrize("text", OURS)
def test_what_only_we_write_makes_a_storyboard(text: str) -> None:
    assert dialect_of(text) is None


def test_which_dialect_a_document_was_taken_for_is_said(tmp_path: Path) -> None:
    script = tmp_path / "kiln.md"
    script.write_text('# Kiln\n\n!!! danger "Hot"\n\n    Do not touch it.\n')
    project = Project(tmp_path / "projects" / "kiln")
    assert "read as Markdown of mkdocs-material" in bring_script(project, script)
    assert "<!-- Made from kiln.md, read as Markdown of mkdocs-material." in (
        project.storyboard.read_text()
    )


def test_a_mistake_in_our_language_stays_an_error(tmp_path: Path) -> None:
    script = tmp_path / "kiln.md"
    script.write_text(OURS[2])
    with pytest.raises(WrongInput, match="highlight"):
        bring_script(Project(tmp_path / "projects" / "kiln"), script)


@pytest.mark.parametrize(
    "text",
    [
        "# Knots\n\n## At the quay\n\n- Bowline: it holds\n- Clove hitch: for a post\n",
        "# Knots\n\n## A formula\n\n\\begin{equation}\nk = 3\n\\end{equation}\n\nIt counts.\n",
    ],
)
def test_a_plain_document_is_told_by_the_rules_of_documents(tmp_path: Path, text: str) -> None:
    script = tmp_path / "knots.md"
    script.write_text(text)
    project = Project(tmp_path / "projects" / "knots")
    assert "read as GitHub Markdown" in bring_script(project, script)
    assert "begin" not in project.storyboard.read_text()


KILN = "use a;\n// ANCHOR: fire\nlet fire = 3;\n// ANCHOR_END: fire\nopen();\n"


@pytest.mark.parametrize(
    ("include", "shown"),
    [
        ("{{#include ../src/kiln.rs:fire}}", "let fire = 3;"),
        ("{{#rustdoc_include ../src/kiln.rs:5:5}}", "open();"),
        ("{{#include ../src/kiln.rs}}", "use a;\nlet fire = 3;\nopen();"),
        ('--8<-- "src/kiln.rs"', "use a;\nlet fire = 3;\nopen();"),
        ("{{#include ../../secret.rs}}", None),
        ("{{#include ../src/kiln.rs:water}}", None),
    ],
)
def test_a_program_of_another_file_is_taken_from_the_repository(
    tmp_path: Path, include: str, shown: str | None
) -> None:
    root = tmp_path / "kiln"
    for folder in (".git", "src", "docs"):
        (root / folder).mkdir(parents=True)
    (root / "src" / "kiln.rs").write_text(KILN)
    (tmp_path / "secret.rs").write_text("let secret = 1;\n")
    text = f"# Kiln\n\nIt opens:\n\n```rust\n{include}\n```\n\nIt glows.\n"
    converted = from_markdown(text, root / "docs" / "kiln.md")
    if shown is None:
        assert "```" not in converted.text
        assert "a program from another file" in " ".join(converted.notes)
    else:
        assert f"```rust\n{shown}\n```" in converted.text
        assert not converted.notes


def test_a_note_of_mkdocs_holds_programs_with_empty_lines_in_them():
    text = from_markdown(
        '# Boats\n\nThere are a few of them here.\n\n!!! example "How to load"\n\n'
        "    ```python\n    import sails\n\n\n    def load(boat):\n        return boat\n"
        "    ```\n\n    Then it floats.\n\nThat is the end of it.\n",
        NOWHERE,
    ).text
    assert text.count("```python") == 1
    assert "    return boat\n```" in text
    assert "Then it floats" in text


def test_a_note_that_begins_with_a_heading_is_a_section_and_no_label():
    text = from_markdown(
        "# Boats\n\nThere are a few of them here.\n\n````{tip}\n# Loading a boat\n\n"
        "Heavy things go first.\n````\n\n```{note}\nWood floats.\n```\n",
        NOWHERE,
    ).text
    assert "Tip:" not in text
    assert "## Loading a boat" in text


def test_what_only_announces_a_part_of_another_file_goes_with_it():
    text = from_markdown(
        "# Boats\n\nBoats lie in the harbour. To go on board, sign in:\n\n"
        "[!INCLUDE [sign-in](includes/sign-in.md)]\n\nThen the boat sails away.\n",
        NOWHERE,
    ).text
    told = text.replace("<!--", "\0").split("\0")[0] + text.split("-->")[-1]
    assert "sign in:" not in told
    assert "sails away" in told


def test_a_number_that_only_the_page_has_is_not_named_twice():
    text = from_markdown(
        "# Boats\n\nRepresentation {eq}`one` implies that boats float. It follows from {eq}`two`, "
        "or from equation {eq}`two`. Conditions {eq}`two` hold.\n"
        "\n```{math}\n:label: one\na = b\n```\n",
        NOWHERE,
    ).text
    assert "The representation implies" in text
    assert "follows from the equation, or from the equation. The conditions hold." in text


def test_an_address_on_ones_own_machine_keeps_its_path():
    text = from_markdown(
        "# Boats\n\nOpen http://localhost:8000/boats/5?q=some in a browser, as at "
        "https://www.example.org/a/long/path it is told.\n",
        NOWHERE,
    ).text
    assert "localhost:8000/boats/5 in" in text
    assert "at example.org it" in text


def test_a_quotation_and_who_said_it_stand_together():
    text = from_markdown(
        '# Boats\n\nPeople like them.\n\n"This boat has carried us around the world twice."\n\n'
        '<div>Anna Holm - <strong>Sailors</strong> <a href="https://x.org"><small>(ref)</small></a>'
        "</div>\n\nThey float.\n",
        NOWHERE,
    ).text
    assert "> \u2014 Anna Holm - **Sailors**\n" in text
    assert 'Anna Holm - *Sailors*: "This boat' in text
