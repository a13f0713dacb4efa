"""Who says what to whom while one submission is graded. Heads are flat JSON; `say` names the message.

The *broker* sits between the student's process and the tests' process; neither has a way to the other.
It opens no body that comes from the student except a cell's outputs; values pass through it as bytes. (What
`tell` brings is read by `staffroom.debrief.said`, as JSON of a small size.)
An answer bears the number `n` of its question, which nobody can foresee.

Broker to student's process                        its answer
--------------------------                         ----------
start    files [[path, size], ...], env {}         done
         body: the files' contents, one after another
cell     source, shared (place or null), quiet     done  status "ok" | "error" | "not-shared";
                                                         body: outputs as JSON list
tell     names                                     done  status "ok" | "error"; body: JSON of
                                                         {"answers": {}, "guesses": {}}, for the debrief
ask      ask (see below), body: codec              value (body: codec) |
                                                   raised  type, bases, message, name, trace, printed

Student's process to broker, only while it works on a `call` (a test's function was handed to it)
--------------------------
back     of (number of the test's function)        answered by  value (body) | raised
         body: codec of {"args": [], "kwargs": {}}

Broker to tests' process                           its answer
------------------------                           ----------
start    files, env, expected, backs               done
test     id (grade id)                             done  status "ok" | "error" | "stopped";
                                                         body: outputs as JSON list
back     of, body as above                         value | raised
Tests' process to broker, while it works on a `test`: ask ..., answered by value | raised | stopped (why,
message). While the author's solution is tried: keep (digest, shape; body: codec), which wants no answer, and
`done` brings seen {path: kinds} and altering [paths].

What can be asked of the student's process
------------------------------------------
name     name                                      a global name of the notebook
call     of ; back (bool) ; typed [texts] ;        body {"args": [...], "kwargs": {...}}
         known [[place, digest], ...]              value: {"result", "printed", "changed": [path, ...],
                                                           "args", "kwargs"} (the last two if back)
attr     of, name                                  item    of ; body: key
op       of, op (a special method's name without underscores; setattr, isinstance, signature, describe);
         body: list of operands
source   name                                      the student's text of a name; the broker answers itself

A value that is no data crosses as a handle {"id": int, "kind": "function" | "class" | "instance" | "figure" |
"axes" | "iterator" | "module" | "other", "type": its type's name, "name": its own name, "bases": builtin
classes that it derives from, "special": special methods that it has}. Functions of the tests cross the other
way as {"id": int, "kind": "test"} and are called by `back`.

Once, to the warm processes: `learn`. The students' keeps large arguments of tests by their digests; the
tests' is told which ones it keeps, and from then on says `known` in place of sending them.
"""

ROLES = ("student", "tester")
