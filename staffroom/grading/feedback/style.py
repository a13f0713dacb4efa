"""How pages for students look: one column, light and dark, on screen and on paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #55606c; --paper: #fff; --ground: #f3f5f7;
  --rule: #d5dbe1; --well: #f6f8fa; --good: #00664b; --bad: #a63d00; --wait: #4b5a9b; --blue: #0067a3;
  --k: #7a1fa2; --s: #0a6b2d; --m: #0b5cad; --c: #5b6672; --f: #0b5cad; --warn: #fbf1ea;
  --track: #eef1f4; --bar: #b4bcc4; --tick: #111 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #a9b3bd; --paper: #171c22;
  --ground: #0f1317; --rule: #38424c; --well: #1f262d; --good: #5fd3ae; --bad: #ffa071; --wait: #b3bff5;
  --blue: #74bdf0; --k: #d9a5f0; --s: #8fd6a0; --m: #8cc4ff; --c: #9aa6b2; --f: #8cc4ff; --warn: #33251c;
  --track: #2a323a; --bar: #707b86; --tick: #fff } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; color: var(--ink); background: var(--ground);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
.page { max-width: 56rem; margin: 1.5rem auto; padding: 2rem 2.6rem 1.6rem; background: var(--paper);
  border: 1px solid var(--rule); border-radius: 6px }
.kicker { margin: 0; color: var(--soft); font-size: .92rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .15rem 0 1rem }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 }
h3 { font-size: .95rem; margin: 1.1rem 0 .3rem; color: var(--soft); font-weight: 600 }
p { margin: .45rem 0 }
a { color: var(--blue) }
.score { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem 1rem; margin: 0 0 .3rem }
.score strong { font-size: 2.1rem; font-variant-numeric: tabular-nums; line-height: 1.1 }
.meter { height: .6rem; background: var(--rule); border-radius: .3rem; overflow: hidden;
  margin: .2rem 0 .5rem }
.meter span { display: block; height: 100%; background: var(--blue) }
.soft, .remark, .label, figcaption { color: var(--soft); font-size: .9rem }
.notes { border-left: 4px solid var(--bad); background: var(--warn); padding: .5rem 1rem; margin: 1rem 0 }
.notes ul { margin: .2rem 0; padding-left: 1.2rem }
table.overview, table.letters {
  border-collapse: collapse; width: 100%; margin: 1.1rem 0 .4rem; font-size: .95rem }
.overview caption, .letters caption { text-align: left; font-weight: 600; padding-bottom: .3rem }
.overview th, .overview td, .letters th, .letters td {
  text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
  border-bottom: 1px solid var(--rule) }
.overview thead th, .letters thead th {
  font-weight: 500; color: var(--soft); border-bottom-color: var(--soft) }
.overview tbody th, .letters tbody th { font-weight: 400 }
.overview .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.overview .state { white-space: nowrap }
.passed, .read { color: var(--good) } .failed, .blank, .partly { color: var(--bad) }
.waiting { color: var(--wait) }
.state { font-weight: 600 }
.mark { display: inline-block; width: 1.15em; font-weight: 700 }
section.exercise { border-top: 1px solid var(--rule); padding-top: 1.2rem; margin-top: 1.6rem }
.head-line { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1.5rem;
  align-items: baseline }
.head-line .state { white-space: nowrap; font-variant-numeric: tabular-nums }
.says { border-left: 4px solid var(--bad); background: var(--warn); padding: .55rem 1rem; margin: .7rem 0 }
.says p { margin: .2rem 0 }
.says.comment { border-left-color: var(--wait); background: var(--well) }
.thought { margin: .6rem 0 }
pre { margin: .4rem 0; padding: .6rem .8rem; overflow-x: auto; border-radius: 4px; font-size: .84rem;
  line-height: 1.45;
  font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
pre.code { background: var(--well); border: 1px solid var(--rule) }
pre.out { border-left: 3px solid var(--rule); border-radius: 0; padding: .2rem .8rem }
pre.trace { font-size: .78rem }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .9em }
.k { color: var(--k) } .s { color: var(--s) } .m { color: var(--m) }
.c { color: var(--c); font-style: italic } .f { color: var(--f) }
.prose { white-space: pre-wrap; border-left: 3px solid var(--rule); padding: .2rem .9rem; margin: .4rem 0;
  overflow-wrap: anywhere }
.stopped { color: var(--bad) }
.shown { overflow-x: auto; border-left: 3px solid var(--rule); padding: .2rem .8rem; margin: .4rem 0 }
.shown table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums }
.shown th, .shown td { text-align: right; padding: .15rem .6rem; border-bottom: 1px solid var(--rule) }
.shown th[scope=row], .shown .t, .shown thead :first-child { text-align: left }
.shown th { font-weight: 600 } .shown th[scope=row] { font-weight: 400 }
.shown caption { text-align: left; font-weight: 600; padding: .2rem 0 }
.shown .head { font-weight: 600 }
figure { margin: .4rem 0 }
img { max-width: 100%; height: auto; background: #fff; border-radius: 3px }
summary { cursor: pointer; color: var(--soft); font-size: .95rem; margin-top: .6rem }
footer { border-top: 1px solid var(--rule); margin-top: 1.8rem; padding-top: .7rem; color: var(--soft);
  font-size: .86rem }
.debrief .bars { margin: .7rem 0 .2rem }
.debrief .bar { display: grid; grid-template-columns: 13rem 1fr 6.5rem; gap: .1rem .8rem;
  align-items: center; margin: .45rem 0; font-size: .95rem }
.debrief .track { position: relative; height: 1.5rem; background: var(--track) }
.debrief .fill { position: absolute; top: 0; bottom: 0; background: var(--bar); border: 1px solid #66717c }
.debrief .truth .fill { background: #0173b2; border-color: #0173b2 }
.debrief .yours .fill { border-color: #b35900;
  background: repeating-linear-gradient(135deg, #de8f05 0 5px, #fff3df 5px 9px) }
.debrief .zero { position: absolute; top: -.25rem; bottom: -.25rem; border-left: 2px solid var(--tick) }
.debrief .span { position: absolute; top: 50%; border-top: 2px solid var(--tick) }
.debrief .span::before, .debrief .span::after { content: ""; position: absolute; top: -.42rem;
  height: .75rem; border-left: 2px solid var(--tick) }
.debrief .span::before { left: 0 } .debrief .span::after { right: 0 }
.debrief .value { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap }
.debrief .truth .name { font-weight: 600 }
.debrief figcaption { color: var(--ink); font-size: .98rem; margin: .4rem 0 }
.debrief figure { margin: 1.3rem 0 1.6rem } .debrief h3 { color: var(--ink); font-size: 1.05rem }
.debrief table { border-collapse: collapse; font-size: .9rem; margin: .5rem 0; min-width: 60% }
.debrief th, .debrief td { text-align: left; padding: .2rem 1rem .2rem 0; font-weight: 400;
  border-bottom: 1px solid var(--rule) }
.debrief thead th { color: var(--soft) } .debrief .n { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums }
@media (max-width: 40rem) { .debrief .bar { grid-template-columns: 1fr 6.2rem }
  .debrief .name { grid-column: 1 / -1 } .debrief table { min-width: 100% } }
@media print { .debrief .fill { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px }
@media (min-width: 41rem) { .overview tbody th { min-width: 11rem } }
@media (max-width: 40rem) { .page { margin: 0; padding: 1.1rem 1rem; border: 0; border-radius: 0 }
  .overview .words { display: none } .overview tbody th { width: 55% } h1 { font-size: 1.45rem } }
@media print { @page { size: A4; margin: 14mm }
  :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --ground: #fff; --rule: #bbb;
    --well: #f6f6f6; --good: #00553f; --bad: #8a3300; --wait: #37457f; --blue: #00558a; --k: #5f1580;
    --s: #084f21; --m: #08467f; --c: #444; --f: #08467f; --warn: #fdf6f1;
    --track: #eef1f4; --bar: #b4bcc4; --tick: #111 }
  body { font-size: 10.5pt } .page { border: 0; margin: 0; padding: 0; max-width: none }
  a { color: inherit; text-decoration: none }
  pre { white-space: pre-wrap; overflow-wrap: anywhere } .shown { overflow: hidden }
  .shown table { font-size: 7.5pt } .shown th, .shown td { padding: 1pt 3pt; overflow-wrap: anywhere }
  h2, h3, .head-line, summary { break-after: avoid } tr, figure, .says { break-inside: avoid }
  details::details-content { content-visibility: visible; block-size: auto }
  .meter, .meter span { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""
