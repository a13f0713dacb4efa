"""How the class report looks: light and dark, on screen and on paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #55606c; --rule: #d9dee4; --blue: #0072b2;
  --paper: #fff; --ground: #f3f5f7; --track: #e6ebf0; --orange: #a84700 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #a9b3bd; --rule: #38424c;
  --blue: #56a9dc; --paper: #171c22; --ground: #0f1317; --track: #2a333c; --orange: #ffa071 } }
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: var(--ground);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
main { max-width: 62rem; margin: 1.5rem auto; padding: 2rem 2.4rem; background: var(--paper);
  border: 1px solid var(--rule) }
header p { margin: 0; color: var(--soft); letter-spacing: .02em }
h1 { font-size: 1.7rem; line-height: 1.2; margin: .1rem 0 .5rem }
h2 { font-size: 1.02rem; margin: 0 0 .5rem }
p.lead { font-size: 1.08rem; max-width: 46rem; margin: 0 0 1.1rem }
dl { display: grid; grid-template-columns: repeat(6, 1fr); gap: .5rem; margin: 0 0 1.4rem }
dl div { border-top: 3px solid var(--blue); padding-top: .35rem }
dl dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums }
dl dd small { font-size: .9rem; font-weight: 400; color: var(--soft) }
dl dt { color: var(--soft); font-size: .84rem }
.two { display: grid; grid-template-columns: 1fr 1.1fr; gap: 2.4rem; margin-bottom: .6rem }
section { margin-bottom: 1.5rem }
figure { margin: 0 }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif }
svg .column { fill: var(--blue) }
svg .middle { stroke: var(--orange); stroke-width: 2; stroke-dasharray: 5 4 }
svg .grid { stroke: var(--rule) } svg .tick, svg .axis { fill: var(--soft) }
svg .axis, svg .count { text-anchor: middle }
svg .count { fill: var(--ink); font-weight: 600 } svg .median { fill: var(--orange); font-weight: 600 }
figcaption, p.note, footer { color: var(--soft); font-size: .82rem; margin: .3rem 0 0 }
table { border-collapse: collapse; width: 100%; font-size: .88rem }
th, td { text-align: left; vertical-align: top; padding: .28rem .7rem .28rem 0;
  border-bottom: 1px solid var(--rule) }
thead th { color: var(--soft); font-weight: 500; border-bottom-color: var(--soft) }
tbody th { font-weight: 600 }
.wide { overflow-x: auto }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.key { display: block; color: var(--soft); font-size: .78rem }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .92em }
.bar { display: inline-block; height: .7em; margin-right: .5em; background: var(--blue) }
.track { display: inline-block; width: 5.5rem; height: .7em; margin-right: .6em; background: var(--track) }
.share { display: inline-block; min-width: 2.6rem }
.track span { display: block; height: 100%; background: var(--blue) }
footer { border-top: 1px solid var(--rule); padding-top: .6rem }
@media screen and (max-width: 50rem) { .two { grid-template-columns: 1fr }
  dl { grid-template-columns: repeat(3, 1fr) } main { padding: 1.2rem } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --rule: #ccc; --blue: #0072b2;
  --paper: #fff; --ground: #fff; --track: #e6ebf0; --orange: #a84700 }
  @page { size: A4; margin: 11mm } html { font-size: 11.5px }
  body { background: #fff; font-size: 1rem } main { border: 0; margin: 0; padding: 0; max-width: none }
  .two { gap: 1.6rem } h2 { break-after: avoid } svg { font-size: 12px } tr { break-inside: avoid }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""
