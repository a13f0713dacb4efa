"""Study: predict, recall, order, ask for help, see how far you are. Nothing here is graded.

Every answer is plain text or a number in a code cell. No function stops a notebook: what is missing or
mistyped is said in a sentence. (`begin` alone does, where a student's own company is lost.)

    study.begin("01_product_vs_customer")                 # in the set-up cell
    study.recall()                                        # three questions from earlier lessons
    study.recall_answer("b", "a", "c")
    study.predict("unprofitable", 30, confidence=3)       # the first answer stays
    study.compare("unprofitable", share * 100)            # prediction beside result
    study.order(lines, "CAB")                             # an ordering puzzle
    study.hint("line_pnl")                                # then hint("line_pnl", tried="what I tried")
    study.reveal("line_pnl")                              # a worked twin, after a pass or honest tries
    line_pnl = study.stand_in("line_pnl")                 # to go on without it, for no points
    study.agreed("memo_a", memo_a)                        # marks of a sample memo beside the agreed ones
    study.mark_memo(decision=2)                           # one's own memo, for who learns alone
    study.revise("unprofitable", 45, confidence=5)        # at the end
    study.progress()
"""

from classroom.check.mistakes import advise, beyond, listen
from classroom.study.agreement import agreed
from classroom.study.help import after_the_last, hear, hint, next_hint, reveal
from classroom.study.memo import mark_memo
from classroom.study.overview import progress
from classroom.study.place import begin
from classroom.study.predictions import compare, predict, revise
from classroom.study.puzzles import enumerate_puzzle, order
from classroom.study.remember import recall, recall_answer
from classroom.study.standing_in import go_on, offer, stand_in

__all__ = [
    "agreed",
    "begin",
    "compare",
    "enumerate_puzzle",
    "hint",
    "mark_memo",
    "order",
    "predict",
    "progress",
    "recall",
    "recall_answer",
    "reveal",
    "revise",
    "stand_in",
]

listen(hear)
advise(next_hint)
beyond(go_on)
after_the_last(offer)
