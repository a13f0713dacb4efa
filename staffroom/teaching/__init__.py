"""Measures of teaching quality that need no learners: design evidence, not evidence of learning.

A measure is one small file. It reads a lesson (`staffroom.lessons.source.Lesson`), and gives a `Result`: a
value, the bar that it is held against, and a finding for each place that misses the bar. `report` runs them
all; `centric measure LESSON` prints the table.

What is read: `words` (plain text of a cell), `code` (what a cell defines, needs and calls), `answers` (the
wrong and right answers beside a lesson), `play` (runs a lesson without a kernel), `companies` (one per seed),
`trials` (how each answer fared on each company, tried once for all measures: alone or, by `crew`, in several
processes; `kept` is what all answers on one company share).

What is measured:
  by running   misconceptions, mutants, alternatives, guessing, personas, blank,
               reference, gate (on companies with their truth)
  by reading   terms, functions, alignment, fading, load, readability, minutes, assistant, access, hints,
               sources, literals, unfinished
"""
