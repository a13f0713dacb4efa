"""The truth opens: what ends a student's feedback once the truth of the company may be told.

`solutions/<lesson>/debrief.py` says what to tell. It runs here, in the trusted process, on the student's own
company with its truth; what the student's notebook says comes to it as numbers and short texts alone.
"""
