"""First words that tell of the visitor's page, and what becomes of them where nothing is known."""

from __future__ import annotations

import pytest

from occ.services import links, page_words
from occ.services.page_words import fill, fit

PAGE, REF = "Prices & plans", "K7F2M9"


@pytest.mark.parametrize(
    ("first_words", "plain", "named", "full"),
    [
        ("Hello.", "Hello.", "Hello.", "Hello."),
        (
            "Hello! {page} ({ref})",
            "Hello!",
            "Hello! Prices & plans",
            "Hello! Prices & plans (K7F2M9)",
        ),
        (
            "Hi ({page}, {ref}). Thanks",
            "Hi. Thanks",
            "Hi (Prices & plans). Thanks",
            "Hi (Prices & plans, K7F2M9). Thanks",
        ),
        ("{page}: hello", "hello", "Prices & plans: hello", "Prices & plans: hello"),
        ("About «{page}» – {ref}.", "About.", "About «Prices & plans».", None),
        ("Hello\n[{ref}]", "Hello", "Hello", "Hello\n[K7F2M9]"),
        ("{ref}", "", "", "K7F2M9"),
        ("سلام «{page}» ({ref})", "سلام", "سلام «Prices & plans»", None),
        # Brackets of the administrator's own stay, and so does what only looks like a place.
        ("Hi () {Page} { ref }", "Hi () {Page} { ref }", "Hi () {Page} { ref }", None),
    ],
)
def test_what_is_not_known_is_left_out_with_what_stood_around_it(
    first_words: str, plain: str, named: str, full: str | None
) -> None:
    assert fill(first_words) == plain
    assert fill(first_words, PAGE) == named
    if full is not None:
        assert fill(first_words, PAGE, REF) == full


def test_a_title_that_looks_like_a_place_is_a_title() -> None:
    assert fill("{page} {ref}", "{ref} \0", REF).startswith("{ref} ")


@pytest.mark.parametrize("title", ["x" * 100, "قیمت‌ها و بسته‌های پیشنهادی " * 4], ids=len)
def test_of_a_long_title_as_much_is_told_as_a_camera_can_read(title: str) -> None:
    first_words = "سلام، " * 5 + "{page} ({ref})"

    words = fit(first_words, title, REF)

    assert f"… ({REF})" in words and title[:10] in words
    assert links.shown_size(links.wa_me(page_words.LONGEST_NUMBER, words)) is not None


def test_where_no_title_has_room_the_reference_still_has() -> None:
    words = fit("سلام " * 10 + "{page} ({ref})", "x" * 50, REF)
    assert words.endswith(f"({REF})")
