from __future__ import annotations

import pytest

from occ.messaging import file_types
from occ.messaging.file_types import Shape

PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe1" + bytes(20)
ZIP, PDF, PAGE = b"PK\x03\x04" + bytes(20), b"%PDF-1.7\n", b"<html><script>"


@pytest.mark.parametrize(
    ("declared", "known"),
    [
        ("image/png", "image/png"),
        ("IMAGE/JPG; q=1", "image/jpeg"),
        ("audio/ogg; codecs=opus", "audio/ogg"),
        ("text/x-vcard", "text/vcard"),
        ("", "application/octet-stream"),
        ("text/html", None),
        ("image/svg+xml", None),
        ("application/x-msdownload", None),
        ("a form of tomorrow", None),
    ],
)
def test_a_type_has_one_name_and_what_is_not_in_the_list_none(
    declared: str, known: str | None
) -> None:
    assert file_types.known(declared) == known


@pytest.mark.parametrize(
    ("declared", "head", "real"),
    [
        ("image/png", PNG, "image/png"),
        ("image/png", JPEG, "image/jpeg"),
        ("image/png", PAGE, "application/octet-stream"),
        ("image/png", ZIP, "application/octet-stream"),
        ("audio/ogg", b"OggS" + bytes(9), "audio/ogg"),
        ("audio/ogg", PNG, "application/octet-stream"),
        ("audio/mpeg", b"ID3\x04", "audio/mpeg"),
        ("video/mp4", b"\0\0\0\x20ftypisom", "video/mp4"),
        ("video/mp4", PAGE, "application/octet-stream"),
        ("application/pdf", b"\r\n" + PDF, "application/pdf"),
        ("application/pdf", b"MZ\x90\0", "application/octet-stream"),
        ("text/plain", PAGE, "text/plain"),
        ("text/plain", b"\0\1\2", "application/octet-stream"),
        ("text/vcard", b"\xef\xbb\xbfbegin:vcard\n", "text/vcard"),
        ("text/vcard", PAGE, "application/octet-stream"),
        ("application/octet-stream", PNG, "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_beginning_says(declared: str, head: bytes, real: str) -> None:
    assert file_types.real(declared, head) == real


def test_nothing_that_runs_in_a_browser_is_ever_taken() -> None:
    running = {"html", "xml", "script", "svg"}

    assert [name for name in file_types.TAKEN if any(word in name for word in running)] == [
        name for name in file_types.TAKEN if "openxmlformats" in name
    ]


@pytest.mark.parametrize(
    ("name", "content_type", "shown"),
    [
        ("umowa.pdf", "application/pdf", "umowa.pdf"),
        ("photo.JPEG", "image/jpeg", "photo.JPEG"),
        ("invoice\u202efdp.exe", "application/pdf", "invoicefdp.exe.pdf"),
        ("../../etc/passwd", "text/plain", "_.._etc_passwd.txt"),
        ("C:\\x\r\nSet-Cookie: a", "text/plain", "C__xSet-Cookie_ a.txt"),
        ("نامه\u200cها", "text/plain", "نامه\u200cها.txt"),
        ("a" * 500, "text/plain", "a" * 116 + ".txt"),
        (" .. ", "text/plain", None),
        ("\u200f", "text/plain", None),
        (None, "text/plain", None),
    ],
)
def test_a_files_name_deceives_nobody(
    name: str | None, content_type: str, shown: str | None
) -> None:
    assert file_types.file_name(name, content_type) == shown


def test_every_shape_but_a_documents_has_a_type() -> None:
    assert {file_types.shape(name) for name in file_types.TAKEN} == set(Shape)
