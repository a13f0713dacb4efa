"""The mechanisms of the company, one file each, in causal order."""
