"""What every explorer is made of: questions first, labelled sliders, one picture that follows, words below.

Where widgets do not run (a printed page, a saved notebook, a page without network) the start picture and its
words are there instead: they are put out first, and hidden by the widgets themselves once those are alive.
"""

from __future__ import annotations

import html
from typing import Any

from classroom.explore.fitted import Fitted, TextTwin
from classroom.explore.spec import Control
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


class Sliders:
    """Sliders and a picture in a notebook; `text()` says the same in words.

    `setting` is where the controls stand, `start` where they began; `sliders` and `boxes` are the widgets by
    the control's name, once the explorer was shown.
    """

    def __init__(self, fitted: Fitted) -> None:
        """Keep the explorer; widgets are made when it is shown."""
        self.explorer = fitted.explorer
        self.controls = fitted.controls
        self._fitted = fitted
        self.start = dict(fitted.start)
        self.setting = dict(self.start)
        self.sliders: dict[str, Any] = {}
        self.boxes: dict[str, Any] = {}
        self.box: Any = None

    def text(self) -> TextTwin:
        """The present setting in words and a small table."""
        return self._fitted.text(self.setting)

    def __repr__(self) -> str:
        """The text twin, for a terminal."""
        return str(self.text())

    def still(self, hidden_by: str = "") -> str:
        """Heading, questions and the present picture as plain HTML, for where no slider can move."""
        parts = [
            f'{STYLE}<div class="centric-page {hidden_by}">',
            self._intro(),
            self._fitted.html(self.setting),
        ]
        return "".join([*parts, f"<p><em>{html.escape(say('explorer.still'))}</em></p></div>"])

    def _intro(self) -> str:
        asked = "".join(f"<li>{html.escape(question)}</li>" for question in self.explorer.questions)
        first = html.escape(say("explorer.questions"))
        return f"<p><strong>{html.escape(self.explorer.heading)}</strong></p><p>{first}</p><ol>{asked}</ol>"

    def widgets(self) -> Any:
        """The live explorer as one box of widgets; made once."""
        if self.box is not None:
            return self.box
        import ipywidgets

        rows = [self._row(control) for control in self.controls]
        back = ipywidgets.Button(
            description=self.explorer.back or say("explorer.back"),
            tooltip=say("explorer.back-tip"),
            layout=ipywidgets.Layout(width="auto", align_self="flex-start"),
        )
        picture = ipywidgets.HTML()
        quiet = {"now": False}

        def follow(_: Any = None) -> None:
            if quiet["now"]:
                return
            self.setting = {c.name: _unsnapped(c, self.sliders[c.name].value) for c in self.controls}
            picture.value = f'<div class="centric-page" role="status">{self._fitted.html(self.setting)}</div>'

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

    def _row(self, control: Control) -> Any:
        """A control's box and slider, side by side and linked."""
        import ipywidgets

        span = {
            "value": control.start,
            "min": control.low,
            "max": control.high,
            "step": control.step,
            "tooltip": control.meaning,
        }
        boxed, slid = ipywidgets.BoundedFloatText, ipywidgets.FloatSlider
        if control.whole:
            boxed, slid = ipywidgets.BoundedIntText, ipywidgets.IntSlider
        # The box is what a screen reader meets with its name, and where an exact number is typed.
        box = boxed(
            **span,
            description=control.label,
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
        self.sliders[control.name], self.boxes[control.name] = slider, box
        return ipywidgets.HBox([box, slider], layout=ipywidgets.Layout(flex_flow="row wrap"))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        try:
            box = self.widgets()
        except ImportError:
            display(Shown(self.still(), repr(self)))
            return
        display(Shown(self.still(self._hide) + NAMES, repr(self)))
        display(box)


def _unsnapped(control: Control, value: float) -> float:
    """A slider's value; where that is the step which a browser takes for the start, the start itself."""
    steps = round((control.start - control.low) / control.step)
    return control.start if abs(value - control.low - steps * control.step) < 1e-9 else value
