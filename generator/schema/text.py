"""What free texts are really about."""

from __future__ import annotations

from generator.schema.model import Column, Table

TRUTH_TEXTS = Table(
    "truth_texts",
    "text that a customer wrote",
    "what each text is about, and how it is meant",
    ("source", "text_id"),
    (
        Column("source", "text", "Table in which the text stands.", values=("tickets", "surveys", "posts")),
        Column("text_id", "id", "Number of the row there: ticket, survey or post.", low=1),
        Column("theme", "text", "What it is about; “none” if it names no theme. Of a mixed text: what is complained about.",
               values=("delivery", "product quality", "price", "service staff", "returns", "website and app", "range", "packaging", "none")),
        Column("second_theme", "text", "A second theme that it touches; of a mixed text: what is praised. Missing if there is none.",
               nullable=True),
        Column("sentiment", "text", "How it is meant; mixed: praise for one thing and a complaint about another.",
               values=("negative", "neutral", "positive", "mixed")),
    ),
    truth=True,
)  # fmt: skip

TABLES = (TRUTH_TEXTS,)
