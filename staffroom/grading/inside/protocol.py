"""Who says what to whom while one submission is graded. Heads are flat JSON.

The *broker* sits between the student's process and the tests' process; neither has a way to the other.
It opens no body that comes from the student except a cell's outputs; values pass through it as bytes.

Broker to student's process                        its answer (same `n`)
--------------------------                         ---------------------
start    files [[path, size], ...], env {}         done
         body: the files' contents, one after another
cell     source, shared (index or null)            done  status "ok" | "error"; body: outputs as JSON list
ask      ask "name" | "call" | "attr" | "item" |   value (body: codec) |
         "op" ..., see below; body: codec          raised  type, bases, message, name, trace, printed

Student's process to broker, only while it works on a `call` (a test's function was handed to it)
--------------------------
back     of (id of the test's function)            answered by  value (body) | raised
         body: codec of {"args": [], "kwargs": {}}

Broker to tests' process                           its answer
------------------------                           ----------
start    files, env (as above)                     done
test     id (grade id)                             done  status "ok" | "error"; body: outputs as JSON list
Tests' process to broker, while it works on a `test`: ask ..., passed on as it is, with `n` of its own.

What can be asked of the student's process
------------------------------------------
name     name                                      a global name of the notebook
call     of (handle) ; back (bool)                 body {"args": [...], "kwargs": {...}}
                                                   value: {"result", "printed", "changed": [path, ...],
                                                           "args", "kwargs"} (the last two if back)
attr     of, name                                  item    of ; body: key
op       of, op (len iter next repr str bool eq contains hash ...) ; body: operands

A value that is no data crosses as a handle {"id": int, "kind": "function" | "class" | "instance" | "figure" |
"axes" | "iterator" | "module" | "other", "type": its type's name, "name": its own name}.
Functions of the tests cross the other way as {"id": int} and are called by `back`.
"""

ROLES = ("student", "tester")
