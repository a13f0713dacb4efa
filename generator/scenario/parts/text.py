"""What people write: about which themes, in which mood, and how plainly."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from generator.scenario.parts.base import Part, Share, Weight

Theme = Literal[
    "delivery",
    "product quality",
    "price",
    "service staff",
    "returns",
    "website and app",
    "range",
    "packaging",
    "none",
]
# Weights of complaints, of neutral texts and of praise; and of negative, neutral, positive, mixed.
ByPolarity = Annotated[list[Weight], Field(min_length=3, max_length=3)]
Moods = Annotated[list[Weight], Field(min_length=4, max_length=4)]


class Wording(Part):
    """How a complaint or a praise is put: weights of facts, open words of opinion, twisted and muted words.

    Twisted: negated ("not good"), ironic ("great, third delay in a row") or understated. Muted: the words
    do not show the mood at all.
    """

    fact: Weight
    opinion: Weight
    twisted: Weight
    muted: Weight = 0


class Shape(Part):
    """How a kind of text is built.

    `vague_share`: how many do not name their theme at once, if at all. `second_share`: how many are given a
    second theme; it is dropped where it turns out the same as the first. `praised_share`: of mixed texts,
    how many praise a certain theme and not the shop or the thing in general. `more_share`, `general_share`:
    of the others, how many go on about the theme, or add something general. `opener_share`, `closer_share`,
    `tag_share`: with a greeting or the like, a closing sentence, a hashtag or sign. `casual_share`: begun
    without a capital.
    """

    vague_share: Share
    second_share: Share
    praised_share: Share
    more_share: Share
    general_share: Share
    opener_share: Share
    closer_share: Share
    tag_share: Share
    casual_share: Share


class Texts(Part):
    """What people write.

    `verbatim_themes`, `post_themes`: theme -> weights among complaints, neutral texts and praise (what a
    ticket is about is its topic). `of_score`, `of_mood`, `of_post`: weights of negative, neutral, positive
    and mixed texts, by group of the answer to a survey, by satisfaction with a ticket (1 to 5), and in posts.
    `praise_first_share`: how many mixed texts begin with the praise.
    """

    ticket: Shape
    verbatim: Shape
    post: Shape
    verbatim_themes: dict[Theme, ByPolarity]
    post_themes: dict[Theme, ByPolarity]
    of_score: dict[Literal["detractor", "passive", "promoter"], Moods]
    of_mood: Annotated[list[Moods], Field(min_length=5, max_length=5)]
    of_post: Moods
    complaint: Wording
    praise: Wording
    mixed_complaint: Wording
    mixed_praise: Wording
    praise_first_share: Share
    typo_share: Share

    @model_validator(mode="after")
    def _something_to_choose(self) -> Texts:
        for name in ("verbatim_themes", "post_themes"):
            mix = getattr(self, name)
            missing = [theme for theme in get_args(Theme) if theme not in mix]
            if missing:
                raise ValueError(f"{name}: a weight is missing for {', '.join(missing)}")
            if any(not sum(row[k] for row in mix.values()) for k in range(3)):
                raise ValueError(f"{name}: a column has no weight above 0")
        if len(self.of_score) < 3:
            raise ValueError("of_score: give detractor, passive and promoter")
        rows = [*self.of_score.values(), *self.of_mood, self.of_post]
        wordings = (self.complaint, self.praise, self.mixed_complaint, self.mixed_praise)
        rows += [list(wording.model_dump().values()) for wording in wordings]
        if not all(sum(row) for row in rows):
            raise ValueError("weights of which one must be above 0 are all 0")
        return self
