"""What every explorer is made of: questions first, labelled sliders, one picture that follows, words below.

Where widgets do not run (a printed page, a saved notebook, a page without network) the start picture and its
words are there instead: they are put out first, and hidden by the widgets themselves once those are alive.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classroom.figures import Shown
from classroom.pages import STYLE
from classroom.words import say

LIVE = "centric-explorer"
# ipywidgets gives the handle of a slider no name that a screen reader could say. The label stands beside it.
NAMES = (
    "<script>(function () { if (window.centricNames) { return; } window.centricNames = true;"
    "var waiting = false; function name() { waiting = false;"
    f"document.querySelectorAll('.{LIVE} .noUi-handle:not([aria-label])').forEach(function (handle) {{"
    "var row = handle.closest('.widget-hbox'); var label = row && row.querySelector('label');"
    "if (label) { handle.setAttribute('aria-label', label.textContent); } }); }"
    "new MutationObserver(function () {"
    "if (!waiting) { waiting = true; window.requestAnimationFrame(name); } })"
    ".observe(document.body, {childList: true, subtree: true}); name(); })();</script>"
)


@dataclass(frozen=True)
class Knob:
    """One slider: its name in code, what stands beside it, its tooltip, start and range."""

    name: str
    label: str
    tip: str
    start: float
    high: float
    step: float
    whole: bool = False


class Explorer:
    """Sliders and a picture in a notebook; `text()` says the same in words.

    Parameters
    ----------
    heading : what the explorer is about
    questions : asked above the sliders, to be thought about before they are moved
    knobs : the sliders
    draw : setting (knob name -> value) -> HTML of picture, sentence and table
    words : setting -> the text twin
    """

    def __init__(
        self,
        heading: str,
        questions: Sequence[str],
        knobs: Sequence[Knob],
        draw: Callable[[Mapping[str, float]], str],
        words: Callable[[Mapping[str, float]], Any],
    ) -> None:
        """Keep the parts; widgets are made when the explorer is shown."""
        self.heading = heading
        self.questions = list(questions)
        self.knobs = list(knobs)
        self._draw = draw
        self._words = words
        self.start = {knob.name: knob.start for knob in self.knobs}
        self.setting = dict(self.start)
        self.sliders: dict[str, Any] = {}
        self.boxes: dict[str, Any] = {}
        self.box: Any = None

    def text(self) -> Any:
        """The present setting in words and a small table."""
        return self._words(self.setting)

    def __repr__(self) -> str:
        """The text twin, for a terminal."""
        return str(self.text())

    def still(self, hidden_by: str = "") -> str:
        """Heading, questions and the present picture as plain HTML, for where no slider can move."""
        parts = [f'{STYLE}<div class="centric-page {hidden_by}">', self._intro(), self._draw(self.setting)]
        return "".join([*parts, f"<p><em>{html.escape(say('explorer.still'))}</em></p></div>"])

    def _intro(self) -> str:
        asked = "".join(f"<li>{html.escape(question)}</li>" for question in self.questions)
        first = html.escape(say("explorer.questions"))
        return f"<p><strong>{html.escape(self.heading)}</strong></p><p>{first}</p><ol>{asked}</ol>"

    def widgets(self) -> Any:
        """The live explorer as one box of widgets; made once."""
        if self.box is not None:
            return self.box
        import ipywidgets

        rows = []
        for knob in self.knobs:
            span = {"value": knob.start, "min": 0, "max": knob.high, "step": knob.step, "tooltip": knob.tip}
            boxed, slid = ipywidgets.BoundedFloatText, ipywidgets.FloatSlider
            if knob.whole:
                boxed, slid = ipywidgets.BoundedIntText, ipywidgets.IntSlider
            # The box is what a screen reader meets with its name, and where an exact number is typed.
            box = boxed(
                **span,
                description=knob.label,
                style={"description_width": "17em"},
                layout=ipywidgets.Layout(width="24em", max_width="100%"),
            )
            slider = slid(
                **span,
                readout=False,
                continuous_update=True,
                layout=ipywidgets.Layout(width="18em", max_width="100%"),
            )
            ipywidgets.link((slider, "value"), (box, "value"))
            self.sliders[knob.name], self.boxes[knob.name] = slider, box
            rows.append(ipywidgets.HBox([box, slider], layout=ipywidgets.Layout(flex_flow="row wrap")))
        back = ipywidgets.Button(
            description=say("explorer.back"),
            tooltip=say("explorer.back-tip"),
            layout=ipywidgets.Layout(width="auto", align_self="flex-start"),
        )
        picture = ipywidgets.HTML()
        quiet = {"now": False}

        def follow(_: Any = None) -> None:
            if quiet["now"]:
                return
            self.setting = {name: slider.value for name, slider in self.sliders.items()}
            picture.value = f'<div class="centric-page" role="status">{self._draw(self.setting)}</div>'

        def reset(_: Any) -> None:
            quiet["now"] = True
            for name, slider in self.sliders.items():
                slider.value = self.start[name]
            quiet["now"] = False
            follow()

        for slider in self.sliders.values():
            slider.observe(follow, names="value")
        back.on_click(reset)
        intro = ipywidgets.HTML(f'{STYLE}<div class="centric-page">{self._intro()}</div>')
        self.box = ipywidgets.VBox([intro, *rows, back, picture])
        self.box.add_class(LIVE)
        self._hide = f"centric-still-{self.box.model_id[:12]}"
        intro.value += f"<style>.{self._hide}{{display:none}}</style>"
        follow()
        return self.box

    def _ipython_display_(self) -> None:
        from IPython.display import display

        try:
            box = self.widgets()
        except ImportError:
            display(Shown(self.still(), repr(self)))
            return
        display(Shown(self.still(self._hide) + NAMES, repr(self)))
        display(box)
