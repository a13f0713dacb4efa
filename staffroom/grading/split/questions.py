"""What a test asks of the student's process, carried over and back while the test runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classroom.check.student import latest
from staffroom.grading.inside.codec import encode
from staffroom.grading.split import said
from staffroom.grading.split.deadline import Deadline
from staffroom.grading.split.line import Gone, Late, Line

if TYPE_CHECKING:
    from staffroom.grading.split.broker import Broker

#: What may stand in a question, besides its body; the rest of the head is dropped.
ASKED = ("ask", "name", "of", "op", "back", "typed", "known")
ANSWERED = ("value", "raised", "back")
#: What may stand in an answer.
RAISED = ("type", "bases", "message", "name", "trace", "printed")


class Questions:
    """Serves a test until it is done."""

    def __init__(self, broker: Broker) -> None:
        """Ask the student's process that the broker has."""
        self.broker = broker
        self.limits = broker.limits

    def serve(self, tester: Line, number: int, until: Deadline) -> tuple[dict[str, Any], bytes]:
        """Answer the questions of the test that was started as message `number`; gives its own answer.

        Raises Late, or Gone where the tests' process is.
        """
        while True:
            head, body = tester.receive(until)
            if head.get("say") == "done" and head.get("n") == number:
                return head, body
            if head.get("say") == "ask":
                answer, content = self._answer(head, body, tester, until)
                tester.reply({**answer, "n": head.get("n")}, content)
            elif head.get("say") == "keep":
                self.broker.keep(head, body)

    def _answer(
        self, head: dict[str, Any], body: bytes, tester: Line, until: Deadline
    ) -> tuple[dict[str, Any], bytes]:
        if head.get("ask") == "source":
            text = latest(str(head.get("name")), self.broker.cells_so_far())
            return {"say": "value"}, encode(text, self.limits)
        try:
            student = self.broker.student()
            if student is None:
                return _stopped("ended", said.NOT_RUN)
            return self._carry(student, head, body, tester, until)
        except Gone as gone:
            if not tester.alive:
                raise
            self.broker.died(gone)
            return _stopped("ended", said.ended_in_call(gone.why))

    def _carry(
        self, student: Line, head: dict[str, Any], body: bytes, tester: Line, until: Deadline
    ) -> tuple[dict[str, Any], bytes]:
        """Ask the student's process. Raises Gone if it dies."""
        question = {"say": "ask", **{key: head[key] for key in ASKED if key in head}}
        lent = self._lent(student, head.get("known", ()))
        if lent:
            question["lent"] = [[digest, len(data)] for digest, data in lent.items()]
            body = b"".join([*lent.values(), body])
        number = student.send(question, body)
        patience = self.broker.deadline(self.limits.call_seconds, until)
        while True:
            try:
                answer, content = student.answer(number, patience, ANSWERED)
            except Late:
                student.lent.difference_update(lent)  # whether it came to keep them is not known
                student.interrupted(number, self.broker.grace(), ("value", "raised"))
                return _stopped("too-slow", said.call_too_slow(self.limits.call_seconds))
            if answer.get("say") == "value":
                return {"say": "value"}, content
            if answer.get("say") == "raised":
                return {"say": "raised", **{key: answer[key] for key in RAISED if key in answer}}, b""
            try:
                back, result = self._back(answer, content, tester, patience)
            except (Late, Gone):
                student.interrupted(number, self.broker.grace(), ("value", "raised"))
                raise
            student.reply({**back, "n": answer.get("n")}, result)

    def _lent(self, student: Line, known: Any) -> dict[str, bytes]:
        """What a question speaks of by digest and this student's process does not have yet."""
        mine = {digest for _, digest in known} - student.lent
        found = {digest: self.broker.lent[digest] for digest in mine if digest in self.broker.lent}
        student.lent.update(found)
        return found

    def _back(
        self, head: dict[str, Any], body: bytes, tester: Line, until: Deadline
    ) -> tuple[dict[str, Any], bytes]:
        """Let the test's own function be called by the student's code."""
        number = tester.send({"say": "back", "of": head.get("of")}, body)
        while True:
            answer, content = tester.receive(until)
            if answer.get("n") == number and answer.get("say") in ("value", "raised"):
                return {key: value for key, value in answer.items() if key != "n"}, content
            if answer.get("say") == "ask":  # the test's function uses something of the student's
                refusal = {"say": "raised", "type": "RuntimeError", "bases": ["RuntimeError"]}
                message = "A function of the test cannot ask the student's code while that is calling it."
                tester.reply({**refusal, "message": message, "n": answer.get("n")})


def _stopped(why: str, message: str) -> tuple[dict[str, Any], bytes]:
    return {"say": "stopped", "why": why, "message": message}, b""
