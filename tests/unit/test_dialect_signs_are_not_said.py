"""What a dialect writes for its own pages is neither said nor shown, and what is lost is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.from_markdown import from_markdown

NOWHERE = Path("/nonexistent/kiln.md")
NO_SIGNS = (
    "{", "}", "::", "!!!", "???", "===", "///", "[[", "]]", "==", "%%", "~~", "++", "@", "<", ">",
    "[!", "\\(", "\\[", "$", "toc", "TOC", "import ", "export ", "sidebar", "layout",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A document, what is said of it in order, and what is shown and told."""

    text: str
    said: list[str]
    shown: list[str] = field(default_factory=list[str])
    told: list[str] = field(default_factory=list[str])
    language: str = "en"
    title: str = "Kiln"


CASES = {
    "github alert": Case(
        "# Kiln\n\n> [!CAUTION]\n> Let it cool.\n>\n> - for a day\n",
        ["Caution: Let it cool.", "for a day"],
    ),
    "github task, struck, emoji": Case(
        "# Kiln\n\nIt is ~~cold~~ hot :fire: now.\n\n- [x] Open the door\n- [ ] Light it\n",
        ["It is hot now.", "Open the door, Light it."],
        ["list"],
        ["struck words"],
    ),
    "pages of Microsoft": Case(
        "# Kiln\n\n[!INCLUDE [sign-in](in.md)]\n\nIt is hot :+1:.\n\n"
        ':::image type="content" source="kiln.png" alt-text="A kiln":::\n\nIt glows.\n',
        ["It is hot.", "It glows."],
        told=["a part of another file", "a picture that is not there"],
    ),
    "words and formulas of a page": Case(
        "# Kiln\n\n<p>It is <del>cold</del> hot, \\(n^2\\) or $a + b$ of \\(them\\).</p>\n",
        ["It is hot, n^2 or a + b of \\(them\\)."],
        told=["struck words"],
    ),
    "German notes": Case(
        "# Ofen\n\n!!! warning\n    Die Tür ist heiß und darf nicht berührt werden.\n\n"
        "!!! bug\n    Der Ofen geht nicht an.\n",
        ["Warnung: Die Tür ist heiß und darf nicht berührt werden.", "Der Ofen geht nicht an."],
    ),
    "github maths": Case(
        "# Kiln\n\nThe heat is $`t^2`$ then.\n\n```math\nq = t^2\n```\n",
        ["The heat is t^2 then."],
        ["equation"],
    ),
    "github folded, footnote": Case(
        "# Kiln\n\nIt is hot.[^1]\n\n<details>\n\nDeep in it.\n\n</details>\n\n[^1]: Very.\n",
        ["It is hot."],
        told=["folded", "footnotes"],
    ),
    "pandoc title, citation": Case(
        "% Kiln\n% A. Potter\n\n# Fire\n\nClay shrinks [@leach1940, p. 3], as @rhodes1959 says.\n",
        ["Clay shrinks, as Rhodes says."],
        told=["references to literature"],
    ),
    "pandoc div, code, note": Case(
        "# Kiln\n\n::: {.tip #slow}\nHeat it slowly.^[For hours.]\n:::\n\n"
        "```{.python .numberLines}\nheat(3)\n```\n\nH~2~O leaves at 10^2^ degrees.\n",
        ["Tip: Heat it slowly.", "H₂O leaves at 10² degrees."],
        ["code"],
        ["footnotes"],
    ),
    "pandoc raw, caption": Case(
        "# Kiln\n\n\\newpage\n\nTwo bowls:\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n"
        ": The bowls {#tbl:b}\n\n```{=latex}\n\\vfill\n```\n\n"
        "[They]{.smallcaps} are blue [see @leach].\n",
        ["Two bowls:", "They are blue."],
        ["table"],
        ["caption", "only latex"],
    ),
    "myst": Case(
        "(start)=\n# Kiln\n\n% a remark\n\nSee {doc}`glazing <glaze>`, {ref}`the-door` and "
        "{math}`t^2`{cite:p}`leach`.\n\n```{warning} Hot door\n:class: wide\nLet it cool.\n```\n\n"
        "```{math}\n:label: heat\nq = m\n```\n\nEquation {eq}`heat` holds.\n",
        [
            "See glazing, the door and t^2.",
            "Warning: Hot door. Let it cool.",
            "The equation holds.",
        ],
        ["equation"],
        ["references to literature"],
    ),
    "myst substitution, tabs": Case(
        "---\nmyst:\n  substitutions:\n    tool: the kiln\n---\n# Kiln\n\nHeat {{ tool }}. It is "
        "{{ age }} old.\n\n::::{tab-set}\n:::{tab-item} Gas\nOpen it.\n:::\n::::\n\n"
        "```{code-cell} ipython3\n:tags: [hide-output]\nheat(3)\n```\n\nIt glows.\n\n"
        "```{toctree}\nglaze\n```\n",
        ["Heat the kiln.", "Gas: Open it.", "It glows."],
        ["code"],
        ["a sentence with a value", "a table of contents"],
    ),
    "mkdocs": Case(
        '# Kiln\n\n!!! danger "Hot door"\n    Let it cool.\n\n??? note\n\n    It takes a day.\n\n'
        "Press ++ctrl+c++ :material-fire:.\n\n*[HTML]: A language\n",
        ["Danger: Hot door. Let it cool.", "Note: It takes a day.", "Press Ctrl-C."],
    ),
    "mkdocs tabs, blocks, snippet": Case(
        '# Kiln\n\n=== "Gas"\n\n    Open it.\n\n=== "Wood"\n\n    Light it.\n\n'
        '/// tip | Slowly\nFor hours.\n///\n\n--8<-- "more.md"\n\nIt is {--cold--}{++hot++}.\n',
        ["Gas: Open it.", "Wood: Light it.", "Tip: Slowly. For hours.", "It is hot."],
        told=["a part of another file", "struck words"],
    ),
    "vitepress": Case(
        "# Kiln\n\n::: warning Hot door\nLet it cool.\n:::\n\nGet it:\n\n::: code-group\n\n"
        "```sh [npm]\nnpm i kiln\n```\n\n```sh [yarn]\nyarn add kiln\n```\n\n:::\n\n[[toc]]\n\n"
        "```js{1,3}\nheat() // [!code ++]\n```\n\nIt runs.\n",
        ["Warning: Hot door. Let it cool.", "Get it:", "It runs."],
        ["code", "code"],
        ["the other tabs (“yarn”)"],
    ),
    "vitepress value, snippet": Case(
        "# Kiln\n\n:::tip\nGo slowly.\n:::\n\nThis is {{ version }}. It glows.\n\n<<< @/kiln.ts\n",
        ["Tip: Go slowly.", "It glows."],
        told=["a sentence with a value", "a program from another file"],
    ),
    "docusaurus": Case(
        "---\nsidebar_position: 2\ntitle: Kiln\n---\nimport Tabs from '@theme/Tabs';\n\n"
        ':::caution[Hot door]\nLet it cool.\n:::\n\n<Tabs>\n  <TabItem value="g" label="Gas">\n\n'
        "  Open it.\n\n  </TabItem>\n</Tabs>\n",
        ["Caution: Hot door. Let it cool.", "Gas: Open it."],
        told=["a program of the page"],
    ),
    "docusaurus code": Case(
        '---\nsidebar_label: x\n---\n# Kiln\n\nIt opens:\n\n```jsx title="/kiln.jsx" {1}\n'
        "// highlight-next-line\nopen();\n```\n\n:::note\nIt is hot.\n:::\n",
        ["It opens:", "Note: It is hot."],
        ["code"],
    ),
    "mdbook hidden": Case(
        "# Kiln\n\nIt opens:\n\n```rust,editable\n# use kiln::*;\nopen();\n# }\n```\n\nIt glows.\n",
        ["It opens:", "It glows."],
        ["code"],
    ),
    "mdbook include": Case(
        "# Kiln\n\n```rust\n{{#rustdoc_include ../kiln.rs:fire}}\n```\n\nIt glows.\n\n"
        "{{#include more.md}}\n",
        ["It glows."],
        told=["a program from another file", "a part of another file"],
    ),
    "hugo": Case(
        '+++\ntitle = "Kiln"\n+++\n\n{{< youtube xyz >}}\n\nIt glows.\n\n{{% notice tip %}}\n'
        "Go slowly.\n{{% /notice %}}\n\nIt has {{< param heat >}} degrees.\n",
        ["It glows.", "Tip: Go slowly."],
        told=["(`youtube`)", "a sentence with what the site puts here (`param`)"],
    ),
    "hugo highlight": Case(
        '+++\ntitle = "Kiln"\nlang = "en"\n+++\n\nIt opens:\n\n{{< highlight go >}}\nopen()\n'
        "{{< /highlight >}}\n\nIt glows.\n",
        ["It opens:", "It glows."],
        ["code"],
    ),
    "jekyll": Case(
        "---\nlayout: post\ntitle: Kiln\n---\n* TOC\n{:toc}\n\nIt glows.\n{: .note }\n\n"
        "{% include ad.html %}\n\nThe length is $$l = 2$$ then. See {{ site.name }}.\n",
        ["It glows.", "The length is l = 2 then."],
        told=["a table of contents", "(`include`)", "a sentence with a value"],
    ),
    "jekyll highlight, comment": Case(
        "# Kiln\n\nIt opens:\n\n{% highlight python %}\nopen()\n{% endhighlight %}\n\n"
        "{% comment %}\nNot this.\n{% endcomment %}\n\n{% if hot %}\nIt glows.\n{% endif %}\n",
        ["It opens:", "It glows."],
        ["code"],
    ),
    "obsidian": Case(
        "# Kiln\n\nSee [[Fire/Gas|the gas]] and [[Clay#Red]]. It is ==hot==. #pottery\n\n"
        "> [!bug]- It cracks\n> Heat it slowly.\n\n![[Glazes]]\n\n%%\nNot this.\n%%\n",
        ["See the gas and Clay. It is hot.", "Known fault: It cracks. Heat it slowly."],
        told=["an embedded note"],
    ),
    "obsidian ids, queries": Case(
        "# Kiln\n\nIt dries %% how long? %% for a week. ^drying\n\n```dataview\nTABLE x\n```\n\n"
        "See [[Clay]].\n",
        ["It dries for a week.", "See Clay."],
        told=["a query of notes"],
    ),
    "quarto": Case(
        "# Kiln\n\nThere are `r nrow(x)` bowls. See @fig-heat.\n\n```{r}\n#| label: fig-heat\n"
        'plot(heat)\n```\n\n::: {.callout-warning title="Hot door"}\nLet it cool.\n:::\n',
        ["See the figure.", "Warning: Hot door. Let it cool."],
        ["code"],
        ["a sentence with a value that a program computes"],
    ),
    "quarto tabs, columns, hidden": Case(
        "# Kiln\n\n```{python, echo=FALSE}\nx = 1\n```\n\n::: {.panel-tabset}\n## Gas\n\n"
        "Open it.\n:::\n\n"
        ':::: {.columns}\n::: {.column width="50%"}\nLeft.\n:::\n::::\n\n$$\nq = m\n$$ {#eq-q}\n\n'
        "It follows from Equation @eq-q.\n",
        ["Gas: Open it.", "Left.", "It follows from the equation."],
        ["equation"],
        ["a cell that is hidden"],
    ),
    "bookdown": Case(
        "# Kiln\n\nSee Chapter \\@ref(fire) and \\@ref(fig:heat).\n\n```{r heat, echo=TRUE}\n"
        "plot(heat)\n```\n\nIt glows.\n",
        ["See the chapter and the figure.", "It glows."],
        ["code"],
    ),
    "mdx": Case(
        "import Heat from './heat'\n\n# Kiln\n\n<Heat at={1200} style={{color: 'red'}} />\n\n"
        "It has {props.heat} degrees. It glows. {/* a remark */}\n",
        ["It glows."],
        told=["a program of the page", "(`Heat`)", "a sentence with a value"],
    ),
    "mdx export, callout": Case(
        'export const heat = 1200\n\n# Kiln\n\n<Callout type="warning">\nLet it cool.\n'
        "</Callout>\n",
        ["Warning: Let it cool."],
        told=["a program of the page"],
    ),
    "maths of LaTeX": Case(
        "# Kiln\n\nTake \\(n^2\\) bowls, or \\\\(m\\\\), or $ k + 1 $.\n\n\\[ q = m + n \\]\n\n"
        "They cost $ 5 or $ 6, \\(about\\) as \\[said\\].\n",
        ["Take n^2 bowls, or m, or k + 1.", "They cost $ 5 or $ 6, (about) as [said]."],
        ["equation"],
    ),
    "environments": Case(
        "# Kiln\n\nSee this.\n\n\\begin{align}\na &= b \\label{eq:a} \\\\\nc &= d\n\\end{align}\n\n"
        "So it is.\n",
        ["See this.", "So it is."],
        ["equation"],
    ),
}  # fmt: skip


def runs(values: Any) -> str:
    """All words in a visual's data."""
    if isinstance(values, dict):
        return " ".join(runs(value) for value in values.values())
    if isinstance(values, list):
        return " ".join(runs(value) for value in values)
    return str(values)


@pytest.mark.parametrize("name", CASES)
def test_nothing_of_the_signs_is_said_or_shown(name: str) -> None:
    case = CASES[name]
    converted = from_markdown(case.text, NOWHERE)
    storyboard = parse_storyboard(converted.text, "storyboard.md")
    said = [" ".join("".join(run.text for run in line.runs).split()) for line in storyboard.lines]
    assert " ".join(said) == " ".join(case.said)
    visuals = [visual for scene in storyboard.scenes for visual in scene.visuals]
    assert [visual.kind for visual in visuals] == case.shown
    shown = " ".join(runs(visual.data) for visual in visuals if visual.kind != "equation")
    for sign in NO_SIGNS:
        if not any(sign in wanted for wanted in case.said):
            assert sign not in " ".join(said)
        assert sign not in shown.replace("->", "").replace("<-", ""), sign
    notes = "; ".join(converted.notes)
    for told in case.told:
        assert told in notes
    assert bool(converted.notes) == bool(case.told), converted.notes


def test_entries_of_an_index_are_not_read():
    text = (
        "# Rye\n\nRye\\index{rye} is old\\indexc{rye!old}, and dark.\n\n\\index{Dark}\n\nIt ends.\n"
    )
    made = from_markdown(text, Path("rye.md")).text
    assert "index" not in made
    assert "Rye is old, and dark." in made


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"$k \\in \\{ 0,1 \\}$", r"$k \in \{ 0,1 \}$"),
        (r"$\\alpha_1$", r"$\alpha_1$"),
        (r"$\frac{a}{b}$", r"$\frac{a}{b}$"),
    ],
)
def test_a_formula_with_every_backslash_twice_is_one(written, shown):
    made = from_markdown(f"# Rye\n\nThe sign {written} is small.\n", Path("rye.md")).text
    assert shown in made
