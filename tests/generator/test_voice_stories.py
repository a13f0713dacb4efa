"""Where nothing of the voice is planted, its stories are not seen: their measures can fail."""

from generator import make_company
from generator.scenario import Scenario, read_scenario
from generator.stories import Ledger, listening, research

PHASE = {"asked_own": 1.0, "asked_paid": 1.0, "answer_by_score": 0.0, "answer_extremes": 0.0}
MODES = {1: "email", 19: "email", 31: "text message"}


def unplanted():
    """Fernhill whose phases ask alike and only get worse; all answer by lot, one theme is as any other."""
    data = read_scenario("fernhill").model_dump(mode="json")
    data["ties"]["satisfaction_dropout"] = 0.02
    for need in data["needs"]:
        need["preferences"] = dict.fromkeys(need["preferences"], 1.0)
    texts, voice = data["texts"], data["voice"]
    texts["post_themes"] = texts["verbatim_themes"] = {theme: [1, 1, 1] for theme in texts["post_themes"]}
    texts["of_post"] = [20, 30, 40, 10]
    voice["nps"] |= {
        "paid_gap": 0.0, "by_frequency": 0.0, "by_recency": 0.0, "noise": 0.01,
        "answer": -0.6, "answer_by_frequency": 0.0, "answer_by_recency": 0.0,
        "phases": [
            {**PHASE, "from_month": month, "mode": mode, "lift": -0.5 * (month > 1)}
            for month, mode in MODES.items()
        ],
    }  # fmt: skip
    voice["needs_survey"] |= {"own": 0.0, "left_share": 0.3}
    voice["needs_survey"]["stated"]["price"] = {"mean": 9.0}
    for part in voice["brands"]["attributes"].values():
        part |= {"stated": 7.0, "gain": 0.15, "loss": 0.15, "means": [6.0, 6.0, 6.0]}
    voice["brands"] |= {"part_worths": {"brands": [0.0, 0.0, 0.0]}, "part_worths_by_need": {}}
    voice["grievances"]["themes"] = {
        theme: {"share": 1.0, "relief": 0.3} for theme in voice["grievances"]["themes"]
    }
    voice["consents"]["by_satisfaction"] = 0.0
    for channel in voice["consents"]["channels"].values():
        channel["opt_out"] = 0.9  # so soon that how often one is contacted hardly matters
    return Scenario.model_validate(data)


def test_what_is_not_planted_is_not_seen():
    ledger = Ledger(make_company(unplanted(), customers=5_000, seed=2, truth=True))
    stories = (*research.STORIES_00, *research.STORIES_04, *listening.STORIES)
    seen = {story.name for story in stories if story.holds(ledger)}
    # What needs no plan of the voice: everything falls, weights do no harm, euros find nothing, recency
    # predicts, who was never contacted had no occasion to opt out, and a map of noise has two axes too.
    allowed = {
        "few-leave",
        "simpson-all-falls",
        "weighting-repairs",
        "euros-find-a-whale",
        "deeds-predict-better",
    }
    assert seen <= allowed | {"pressure-makes-opt-outs", "map-has-two-axes"}
