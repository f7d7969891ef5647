"""What comes in the place of a document is told by what it is, wherever a file is given."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any

import pytest

from helpers.audits import AGENCY, fill
from helpers.compound_files import compound
from helpers.instead_of_an_audit import ALL, DOC, SENDER, Instead, zipped
from helpers.officer import Officer
from helpers.refusing import refuse
from helpers.states import review_after
from lfe_cli.audits.returns.mail_text import text_in
from lfe_cli.word.compound import CompoundFile
from lfe_cli.word.file_kinds import kind_of
from lfe_cli.word.mails import attached_to
from lfe_cli.word.what_it_is import what_it_is


def ask(review: Officer) -> None:
    review.done("issue-audits")


@pytest.fixture
def asked(officer: Officer) -> Officer:
    return review_after(ask, officer)


def an_audit_of(review: Officer) -> bytes:
    blank = review.path("audits", "issued", f"{AGENCY}.docx").read_bytes()
    return fill(blank, {"completed_by": "Team manager", "child_day": "School, then home."})


def laid(review: Officer, one: Instead, folder: str = "audits/inbox") -> Path:
    path = review.path(*folder.split("/"), one.name)
    path.write_bytes(one.make(an_audit_of(review)))
    return path


def outcomes(review: Officer, *words: str | Path) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = review.lfe("ingest", *words, "--json").json["files"]
    return files


@pytest.mark.parametrize("kind", ALL)
def test_what_is_no_audit_is_told_by_what_it_is_and_filed_only_where_it_may_be_one(
    asked: Officer, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")
    one = ALL[kind]
    path = laid(asked, one)
    [said] = outcomes(asked)
    assert said["outcome"] == ("rejected" if one.beside else "left")
    assert [words for words in one.says if words not in said["reason"]] == [], said["reason"]
    [named] = outcomes(asked, path, "--agency", "school")
    assert named["outcome"] == ("rejected" if one.beside else "filed")
    assert path.exists() == one.beside


@pytest.mark.parametrize("command", ["report --from", "actions", "reply --sheet", "check"])
def test_every_command_that_takes_a_file_says_it(asked: Officer, command: str) -> None:
    said_otherwise = {}
    for kind, one in ALL.items():
        if command == "check" and not one.name.endswith((".docx", ".doc", ".msg", ".zip")):
            continue  # a text is checked as one
        path = asked.path(one.name)
        path.write_bytes(one.make(an_audit_of(asked)))
        said = asked.lfe(*command.split(), path)
        if said.code != 2 or one.says[0] not in said.all:
            said_otherwise[kind] = said
        path.unlink()
    by_its_name = {"a download that goes on"}  # elsewhere it is a damaged file
    fits = {"check": set[str](), "report --from": by_its_name}
    assert said_otherwise.keys() == fits.get(command, {"a workbook"} | by_its_name), said_otherwise


def test_the_review_holds_no_name_of_a_senders(asked: Officer) -> None:
    for one in ALL.values():
        if one.name.startswith(SENDER):
            path = laid(asked, one)
            asked.lfe("ingest", path, "--agency", "school")
            path.unlink()
    for path in asked.folder.parent.rglob("*"):
        assert SENDER not in path.name
        assert path.is_dir() or SENDER.encode() not in path.read_bytes()


def test_a_document_that_cannot_be_opened_is_told_by_its_reason(asked: Officer) -> None:
    audit = an_audit_of(asked)
    for content, why in (
        (audit[:2000] + bytes(500) + audit[2500:], "damaged"),
        (zipped(**{"word/document.xml": b"<a/>"}), "It is damaged"),
        (zipped(**{"word/document.xml": b"<a>" * 300_000}), "far more than a form"),
    ):
        path = asked.path("audits", "inbox", "a.docx")
        path.write_bytes(content)
        [said] = outcomes(asked)
        assert why in said["reason"]
        assert "If it is an audit, say whose: --agency ID" in said["reason"]
        [named] = outcomes(asked, path, "--agency", "school")
        assert (named["outcome"], named["how"]) in {
            ("filed", "not-read"),
            ("newer-version", "not-read"),
        }
        assert why in named["reason"]


def test_a_document_that_can_be_read_and_is_nobodys_is_asked_about(asked: Officer) -> None:
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    body += b"<w:body><w:p><w:r><w:t>Words</w:t></w:r></w:p></w:body></w:document>"
    asked.path("audits", "inbox", "a.docx").write_bytes(zipped(**{"word/document.xml": body}))
    [said] = outcomes(asked)
    assert "It does not say whose it is." in said["reason"]


def test_what_windows_keeps_in_a_folder_is_nobodys_and_not_spoken_of(asked: Officer) -> None:
    for name in ("Thumbs.db", "desktop.ini", "~$audit.docx"):
        asked.path("audits", "inbox", name).write_bytes(b"x")
    assert asked.done("ingest", "--json").json["files"] == []
    for name, why in (("Thumbs.db", "keeps for itself"), ("~$audit.docx", "the mark that")):
        [said] = outcomes(asked, asked.path("audits", "inbox", name), "--agency", "school")
        assert said["outcome"] == "rejected"
        assert why in said["reason"]


@pytest.mark.parametrize("command", ["ingest", "report --from", "actions", "reply --sheet"])
def test_a_wrong_path_is_told_for_what_it_is(asked: Officer, command: str) -> None:
    for given, why in (
        ("audits", "audits is a folder, and a file is wanted."),
        ("*.odd", "No file matches *.odd."),
        ("nothing.docx", "There is no file nothing.docx."),
    ):
        said = asked.lfe(*command.split(), given)
        assert (said.code, why in said.all) == (2, True), said


@pytest.mark.parametrize("quotes", ['""', "''", "“”"])
def test_a_path_that_was_pasted_with_its_quotes_is_taken(asked: Officer, quotes: str) -> None:
    path = asked.path("audits", "inbox", "our audit.docx")
    path.write_bytes(an_audit_of(asked))
    [said] = outcomes(asked, f"{quotes[0]}{path}{quotes[1]}")
    assert said["outcome"] == "filed"
    assert not path.exists()


def test_a_file_that_is_not_for_this_officer_is_told_so(
    asked: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.path("audits", "inbox", "a.docx").write_bytes(b"x")
    refuse(monkeypatch, "a.docx")
    [said] = outcomes(asked)
    assert said["reason"].startswith("You may not read it:")


def test_a_mail_in_words_alone_is_plain_text() -> None:
    for text in (
        b"Reference: LFE-2027-001\n\n1. Team manager",
        b"From: A\nSent: Monday\nTo: B\nSubject: C\n\n1. Team manager",
        b"Note: id3, BM, MZ",
    ):
        assert kind_of(text).code == "text"


def test_the_kind_of_an_old_file_is_that_of_its_own_streams_and_no_inner_ones() -> None:
    inner = compound({"WordDocument": bytes(20), "ObjectPool/__properties_version1.0": b"x"})
    assert kind_of(inner).code == "doc"
    assert kind_of(compound({"Workbook": b"x", "MBD1/WordDocument": b"x"})).code == "xls"


@pytest.mark.parametrize("spoil", range(512, 4000, 97))
def test_a_compound_file_that_leads_anywhere_ends(spoil: int) -> None:
    for value in (0, 1, 255):
        content = bytearray(DOC)
        content[spoil : spoil + 8] = bytes([value]) * 8
        content[30:34] = bytes([value, 0, 6, 0])
        kind_of(bytes(content))
        opened = CompoundFile(bytes(content))
        for path in opened.paths():
            assert len(opened.stream(path, 100)) <= 100


def test_ten_such_files_at_once_are_each_told_in_a_few_lines(asked: Officer) -> None:
    kinds = list(ALL)[:20:2]
    for number, kind in enumerate(kinds):
        content = ALL[kind].make(an_audit_of(asked))
        asked.path("audits", "inbox", f"{number}{Path(ALL[kind].name).suffix}").write_bytes(content)
    said = asked.lfe("ingest")
    assert said.code == 1
    assert len(said.out.splitlines()) <= 5 * len(kinds)
    assert max(map(len, said.out.splitlines())) <= 80
    for kind in kinds:
        assert ALL[kind].says[0] in said.all


def test_a_mail_of_many_parts_within_parts_is_told_at_once() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(400)
    )
    assert kind_of(b"From: a\nMIME-Version: 1.0\n" + deep).code == "mail"
    assert what_it_is(b"From: a\nMIME-Version: 1.0\n" + deep).what == "It is an e-mail."


def test_attachments_that_are_all_one_and_the_same_are_not_read_again_and_again() -> None:
    whole = b"PK\x03\x04" + b"PK\x01\x02" * 100_000
    last = "__substg1.0_37010102"
    parts = {f"__attach_{number:04}/{last}": b"x" for number in range(900)}
    content = bytearray(compound({"__properties_version1.0": b"x", "a": whole, **parts}))
    first = content.find(whole) // 512 - 1
    for entry in re.finditer(re.escape(last.encode("utf-16-le").ljust(64, b"\0")), bytes(content)):
        struct.pack_into("<IQ", content, entry.start() + 116, first, len(whole))
    assert 0 < len(attached_to(bytes(content)) or ()) <= len(content) // len(whole) + 1


def test_a_mail_whose_headers_take_long_is_told_at_once() -> None:
    head = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    named = b"Content-Disposition: attachment; filename=" + b"=?utf-8?q?=41?= " * 30_000
    content = head + named + b"\n\nPK\n--x--\n"
    assert what_it_is(content).what == "It is an e-mail."
    assert text_in(content) is None
