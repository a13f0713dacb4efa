"""The organisation: employees, whom they work with, and what their bonus is paid on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.scenario.parts.base import Money, Part, Positive, Share

DEPARTMENTS = ("product", "marketing", "service", "stores", "club", "finance", "warehouse", "logistics")
DepartmentName = Literal[
    "product", "marketing", "service", "stores", "club", "finance", "warehouse", "logistics"
]


class Bonus(Part):
    """A department's bonus: what it is paid on, its weight in pay, and what moves the measure.

    `follows`: what of the month it follows: each line's revenue, newcomers, equity as finance estimates it,
    or true equity (both for each customer in the books). All are indexes: the mean of the first twelve
    months is 100. `slope`: points that the result moves by for a point of it. `noise`: standard deviation of
    what else moves a month's result, in points. `drift`: points that the result gains in a year by working on
    the measure alone, from the month `rating_bonus.month` on.
    """

    department: DepartmentName
    measure: str
    weight: Share
    follows: Literal["revenue", "newcomers", "estimate", "equity"] = "equity"
    slope: Annotated[float, Field(ge=-5, le=5)] = 1.0
    noise: Annotated[float, Field(ge=0, le=50)]
    drift: Annotated[float, Field(ge=-50, le=50)] = 0.0


class Pilot(Part):
    """A pilot team for one customer segment, from one month on.

    `strength`: share of its members' talk that goes to the segment instead of the product line when it
    starts. `half_life`: months until half of what it changed is lost again, since bonuses stay as they are.
    """

    segment: str = ""
    month: Annotated[int, Field(ge=1, le=240)] | None = None
    strength: Share = 0.0
    half_life: Positive = 12.0


class RatingBonus(Part):
    """Half of the front line is paid on the rating of its tickets, from one month on.

    `weights`: weights in pay, in turn. `silence`: share of the discontent who are not asked to rate, for
    each point of weight; what they think and do does not change.
    """

    month: Annotated[int, Field(ge=1, le=240)] | None = None
    weights: Annotated[list[Share], Field(min_length=1, max_length=10)]
    silence: Annotated[float, Field(ge=0, le=10)] = 0.0


class Training(Part):
    """What a day of a clerk's training in the last year does.

    `rating`: points that ratings gain. `hand_offs`: share of hand-offs that it saves. Both against a clerk
    with half of the most days, so that training moves no mean.
    """

    rating: Annotated[float, Field(ge=0, le=0.3)] = 0.0
    hand_offs: Annotated[float, Field(ge=0, le=0.15)] = 0.0


class Decisions(Part):
    """Who decides: for how many decisions two departments are accountable, and for how many none.

    `each_month`: how often each decision is asked for, on average. `days`: mean days until one accountable
    department has decided; `doubly_times`, `nobody_times`: how much longer it takes two, and nobody.
    """

    doubly: Annotated[int, Field(ge=0, le=8)]
    nobody: Annotated[int, Field(ge=0, le=8)]
    each_month: Annotated[float, Field(gt=0, le=10)] = 0.7
    days: Annotated[float, Field(ge=0.1, le=365)] = 9.0
    doubly_times: Annotated[float, Field(ge=0.1, le=20)] = 1.0
    nobody_times: Annotated[float, Field(ge=0.1, le=20)] = 1.0


class Organisation(Part):
    """Employees and what moves them.

    `stage`: on the road from product silos (0) to segment managers (5): a share of stage / 5 of the talk in
    teams runs along customer segments, the rest along product lines. `staff`: employees who work for one
    line and one segment; `support`: in each other department. `messages`: for each of the staff in a
    counted week. `background`: share of messages between people with nothing in common. `kept`: share of a
    year's revenue that finance takes to come again in the next.
    `refund_limits_eur`: what a clerk may refund without asking, in turn.
    """

    stage: Annotated[int, Field(ge=0, le=5)]
    segments: Annotated[list[str], Field(min_length=1, max_length=10)]
    staff: Annotated[int, Field(ge=4, le=1_000)]
    support: Annotated[int, Field(ge=1, le=50)]
    messages: Annotated[float, Field(ge=1, le=100)]
    background: Share
    pilot: Pilot
    refund_limits_eur: Annotated[list[Money], Field(min_length=1, max_length=20)]
    rating_bonus: RatingBonus
    bonuses: Annotated[list[Bonus], Field(min_length=8, max_length=8)]
    kept: Annotated[float, Field(ge=0.01, le=0.99)]
    training: Training
    decisions: Decisions

    @model_validator(mode="after")
    def _hangs_together(self) -> Organisation:
        if {bonus.department for bonus in self.bonuses} != set(DEPARTMENTS):
            raise ValueError(f"bonuses: give one for each department: {', '.join(DEPARTMENTS)}")
        if len(set(self.segments)) != len(self.segments):
            raise ValueError("segments: a name stands twice")
        if self.pilot.month is not None and self.pilot.segment not in self.segments:
            raise ValueError(f"pilot: segment must be one of {', '.join(self.segments)}")
        return self
