"""What a widget may say, look like and lead to."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from occ.core.errors import Invalid
from occ.core.run import Runner
from occ.journal.models import JournalEntry
from occ.services import colours, links, listing, origins, senders, widget_editing, widgets
from occ.services.models import Widget
from occ.services.widget_form import WidgetForm
from tests.builders import NOW, a_service, a_widget, at


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.com", "https://www.example.com"),
        (" HTTPS://WWW.Example.com/contact?x=1 ", "https://www.example.com"),
        ("www.example.com", "https://www.example.com"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://example.com:443", "https://example.com"),
        ("https://więcej.pl", "https://xn--wicej-k0a.pl"),
        ("ftp://example.com", None),
        ("https://", None),
        ("a word or two", None),
        ("https://example.com:port", None),
        ("https://*.example.com", None),
        (f"https://{'a' * 64}.com", None),
    ],
)
def test_a_site_is_kept_as_browsers_call_it(typed: str, origin: str | None) -> None:
    assert origins.read(typed) == origin


@pytest.mark.parametrize(
    ("typed", "colour", "ink"),
    [
        ("#0B6470", "#0b6470", "#ffffff"),
        ("ffee00", "#ffee00", "#000000"),
        ("#fff", None, None),
        ("red; } * { display: none", None, None),
    ],
)
def test_what_is_written_on_a_colour_can_be_read(
    typed: str, colour: str | None, ink: str | None
) -> None:
    assert colours.read(typed) == colour
    if colour and ink:
        assert colours.ink_on(colour) == ink


def test_no_colour_is_too_hard_to_write_on() -> None:
    greys = [f"#{shade:02x}{shade:02x}{shade:02x}" for shade in range(256)]

    assert min(colours.contrast(colours.ink_on(grey), grey) for grey in greys) > 4.5


@pytest.mark.parametrize("words", ["", "Hello", "x" * 100, "سلام، " * 8], ids=len)
def test_a_code_is_shown_with_whole_modules_that_a_camera_can_read(words: str) -> None:
    link = links.wa_me("+48500100200", words)
    size = links.shown_size(link)
    modules = int(re.search(rb'viewBox="0 0 (\d+)', links.qr_svg(link))[1])  # type: ignore[index]

    assert size is not None and 176 <= size <= 264
    assert size % modules == 0 and size // modules >= 3
    columns = [int(found) for found in re.findall(rb"M(\d+) \d+h\d+v1h", links.qr_svg(link))]
    assert min(columns) == 4, "less than the quiet zone that scanners need"


@pytest.mark.parametrize("words", ["", "Hello! (K7F2M9)", "سلام، " * 8], ids=len)
def test_how_large_a_code_is_depends_on_how_long_a_number_is_and_not_on_which(words: str) -> None:
    for digits in range(8, 16):
        numbers = {"+" + "0" * digits, "+" + "48956712309876543"[:digits], "+" + "1" * digits}
        assert len({links.shown_size(links.wa_me(each, words)) for each in numbers}) == 1


def test_a_widget_leads_to_its_services_in_the_order_chosen(run: Runner) -> None:  # A4
    sales, support = run(a_service, "Sales"), run(a_service, "Support", "+48500100200")

    widget = run(a_widget, [support, sales])

    with run.reading() as session:
        assert [each.name for each in widgets.reachable(session, widget)] == ["Support", "Sales"]
    run(a_widget, [sales, sales])
    with run.reading() as session:
        assert [each.name for each in widgets.reachable(session, widget)] == ["Sales"]


def test_a_service_whose_sender_is_not_online_is_left_out_until_it_is(run: Runner) -> None:  # A5
    sales, support = run(a_service, "Sales"), run(a_service, "Support", "+48500100200")
    widget = run(a_widget, [support, sales])
    run(senders.note, {"+48500100200": "Invitation not accepted", "+48500999999": ""}, NOW)

    with run.reading() as session:
        assert [each.name for each in widgets.reachable(session, widget)] == ["Sales"]
        assert widgets.reachable_among(session, [support.id]) == []
        assert [row.offline_why for row in senders.offline(session).values()] == [
            "Invitation not accepted"
        ]

    run(senders.note, {}, at(300))
    with run.reading() as session:
        assert [each.name for each in widgets.reachable(session, widget)] == ["Support", "Sales"]


def test_since_when_it_is_not_online_stays_while_it_is_asked_again(run: Runner) -> None:
    sales = run(a_service, "Sales")
    for seconds in (0, 300):
        run(senders.note, {str(sales.whatsapp_number): ""}, at(seconds))

    with run.reading() as session:
        row = senders.among(session, [sales])[sales]
        assert (row.offline_since, row.looked_at, row.offline_why) == (NOW, at(300), None)
        assert senders.led_to(session) == [sales.whatsapp_number]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 61},
        {"first_words": "x" * 201},
        {"first_words": "سلام " * 40},
        {"button_text": "x" * 31},
        {"other_contact": "x" * 121},
        {"colour": "teal"},
        {"corner": "left"},
        {"language": "de"},
        {"services": ("svc_none",)},
        {"services": ("unassigned",)},
        {"allowed_origins": ("https://a.example", "two words")},
        {"allowed_origins": tuple(f"https://{n}.example" for n in range(51))},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_what_can_not_be_is_refused_and_nothing_is_saved(
    run: Runner, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        run(widget_editing.save, None, "website", WidgetForm(**{"name": "Website", **wrong}), NOW)

    assert refused.value.fields.keys() == wrong.keys()
    with run.reading() as session:
        assert session.scalar(select(Widget)) is None


def test_a_key_is_made_of_the_name_and_never_twice(run: Runner) -> None:
    names = ["Our Shop!", "our shop", "فروشگاه", "Sklep żółty"]

    keys = [run(widget_editing.create, None, name, NOW).key for name in names]

    assert keys[:2] == ["our-shop", "our-shop-2"]
    assert keys[2].startswith("wdg-")
    assert all(widget_editing.KEY.fullmatch(key) for key in keys)


def test_the_journal_tells_who_changed_what(run: Runner) -> None:
    run(a_widget)
    run(a_widget, colour="#112233")
    run(a_widget, colour="#112233")
    run(widget_editing.archive, None, "website", NOW)
    run(widget_editing.restore, None, "website", NOW)

    with run.reading() as session:
        lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [(line.action, line.before) for line in lines] == [
        ("widget_made", {}),
        ("widget_saved", {"colour": "#0b6470"}),
        ("widget_archived", {"archived": None}),
        ("widget_restored", {"archived": True}),
    ]


def test_an_archived_widget_leads_to_no_service_any_more(run: Runner) -> None:
    sales = run(a_service)
    widget = run(a_widget, [sales])
    with run.reading() as session:
        assert [each.name for each in listing.widgets(session, sales.id)] == ["Website"]

    run(widget_editing.archive, None, "website", NOW)

    with run.reading() as session:
        assert listing.widgets(session, sales.id) == []
        assert widgets.reachable(session, widgets.by_key(session, widget.key)) == []


def test_a_widget_named_again_is_in_use_again(run: Runner) -> None:
    run(a_widget)
    run(widget_editing.archive, None, "website", NOW)

    assert run(a_widget).archived_at is None
