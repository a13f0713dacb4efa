"""The company on one page: a made-up ledger, small enough to check by hand, for each lesson.

    toy = toys.page("01_product_vs_customer")
    toy["order_lines"]                # a small table, in the columns of the real one

A lesson shows the page, and its worked examples run on it. Each visible check calls the student's function on
it (`check.on_page`), so that an answer that goes wrong in a known way is told so at once.
"""

from classroom.lessons.page import Page, page, pages

__all__ = ["Page", "page", "pages"]
