"""The whole room in a fresh kernel, as a student uses it, and the page that comes out of it."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

CALL = "would_go(toy[\"ledger\"], 'Lumen')"
CELLS = {
    "set-up": """
        import seaborn as sns
        from classroom import check, explore, figures, load, study
        study.begin("01_product_vs_customer")
        orders = load("orders")
    """,
    "recall": "study.recall(k=2)",
    "recall answer": 'study.recall_answer("b", ...)',
    "predict": 'study.predict("unprofitable", 30, confidence=4)',
    "describe": 'load.describe("orders")',
    "figure": """
        ax = figures.axes()
        sns.countplot(orders, x="channel", hue="channel", ax=ax)
        finding = "Most orders come from the web"
        figures.show(ax, finding, says="The web bar is the highest.", ylabel="orders")
    """,
    "table": """
        counts = orders.groupby("channel").size().to_frame("orders")
        figures.table_beside(counts, caption="Orders by channel")
    """,
    "explore": "explore.whale()",
    "twin": "explore.whale_text(months_mailed=3)",
    "blank": "answer = ...",
    "blank test": 'check.number(answer, "answer")',
    "wrong table": 'load("ordrs")',
    "wrong": 'check.same(2, 1, "answer", mistakes={"two": (2, "You have two.")})',
    "written": """
        def would_go(ledger, line):
            sold = load("order_lines")
            return sold["paid"].sum() * len(line)
    """,
    "stops": 'check.on_page(would_go, "01/would_go")',
    "pasted": f"""
        from classroom import toys

        toy = toys.page("01_product_vs_customer")
        {CALL}
    """,
    "right": 'check.same(1, 1, "answer")',
    "compare": 'study.compare("unprofitable", 48)',
    "hint": 'study.hint("no_such_exercise")',
    "progress": "study.progress()",
}


@pytest.fixture(scope="module")
def ran(company_folder: Path, tmp_path_factory: pytest.TempPathFactory):
    import textwrap

    here = tmp_path_factory.mktemp("course") / "01_product_vs_customer"
    here.mkdir()
    book = nbformat.v4.new_notebook()
    book.cells = [nbformat.v4.new_code_cell(textwrap.dedent(source).strip()) for source in CELLS.values()]
    before = dict(os.environ)
    os.environ |= {"CENTRIC_COMPANY": str(company_folder), "CENTRIC_STUDY": str(here / "notes")}
    os.environ |= {
        "PYTHONWARNINGS": "error::UserWarning,error::FutureWarning,error::DeprecationWarning:classroom"
    }
    os.environ.pop("MPLBACKEND", None)
    try:
        client = NotebookClient(
            book, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(here)}}
        )
        client.execute()
    finally:
        os.environ.clear()
        os.environ |= before
    return book


@pytest.fixture(scope="module")
def outputs(ran) -> dict[str, list]:
    return {name: cell.outputs for name, cell in zip(CELLS, ran.cells, strict=True)}


def printed(outputs: list) -> str:
    return "".join(out.text for out in outputs if out.output_type == "stream" and out.name == "stdout")


def errors(outputs: list) -> list:
    return [out for out in outputs if out.output_type == "error"]


def data(outputs: list, mime: str) -> list[str]:
    return [out.data[mime] for out in outputs if "data" in out and mime in out.data]


pytestmark = pytest.mark.slow


def test_only_what_should_fail_fails_and_nothing_is_warned_of(outputs):
    assert [name for name, out in outputs.items() if errors(out)] == [
        "blank test",
        "wrong table",
        "wrong",
        "stops",
        "pasted",
    ]
    for name, out in outputs.items():
        assert not [o.text for o in out if o.output_type == "stream" and o.name == "stderr"], name


def test_a_failure_is_its_sentence_and_no_page_of_code(outputs):
    for name, ename in (("blank test", "Mistake"), ("wrong table", "Misuse"), ("wrong", "Mistake")):
        (error,) = errors(outputs[name])
        assert error.ename == ename
        said = " ".join(error.traceback)
        assert said == " ".join(error.evalue.partition("\nmistake: ")[0].split())
        assert "Traceback" not in error.evalue
        assert all(len(line) <= 88 for line in error.traceback)


def test_a_function_that_stops_shows_its_line_and_what_to_run_next(outputs):
    (error,) = errors(outputs["stops"])
    said = "\n".join(error.traceback)
    assert 'stops with an error in line 3 of its cell:\n    return sold["paid"].sum() * len(line)' in said
    assert "There is one called `paid_eur`." in said and "`line` is" in " ".join(said.split())
    assert '\nstudy.hint("would_go")\n' in said
    assert "mistake:" not in said and "classroom/" not in said and "check." not in said
    pasted = said.partition("in a new cell:\nfrom")[2]
    assert pasted == f' classroom import toys\n\ntoy = toys.page("01_product_vs_customer")\n{CALL}'
    assert errors(outputs["pasted"])[0].ename == "KeyError"


def test_what_is_printed(outputs):
    assert "1. You merge" in printed(outputs["recall"])
    assert "1. Right." in printed(outputs["recall answer"])
    assert "2. Not answered yet" in printed(outputs["recall answer"])
    assert printed(outputs["right"]) == "answer: looks right so far.\n"
    assert "18 more than you thought" in printed(outputs["compare"])
    assert "no hints" in printed(outputs["hint"])


def test_a_figure_is_one_output_with_its_alternative_text(outputs):
    (html,) = data(outputs["figure"], "text/html")
    assert 'alt="Most orders come from the web. The web bar is the highest."' in html
    assert data(outputs["figure"], "text/plain") == [
        "Figure: Most orders come from the web. The web bar is the highest."
    ]
    assert not data(outputs["figure"], "image/png")  # the inline backend does not draw it again


def test_the_explorer_brings_a_still_picture_and_a_live_one(outputs):
    still, live = [out for out in outputs["explore"] if "data" in out]
    assert "<img" in still.data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in live.data
    assert "The total profit is" in still.data["text/plain"]


class Reader(HTMLParser):
    """Collects pictures' alternative texts and tables' captions."""

    def __init__(self):
        super().__init__()
        self.images: list[dict] = []
        self.captions = 0

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.images.append(dict(attrs))
        self.captions += tag == "caption"


def test_the_page_for_the_web_keeps_pictures_words_and_tables(ran):
    page, _ = HTMLExporter(template_name="lab").from_notebook_node(ran)
    reader = Reader()
    reader.feed(page)
    assert len(reader.images) >= 2
    assert all(len(image.get("alt") or "") > 20 for image in reader.images)
    assert reader.captions >= 4
    assert "Most orders come from the web" in page
