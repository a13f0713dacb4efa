"""The mechanisms of the company, one file each, in causal order: who people are, what they do, what it costs."""
