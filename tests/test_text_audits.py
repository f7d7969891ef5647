"""Audits answered in plain text: offered, replied to by e-mail, and read by their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from helpers.audits import fill
from helpers.letters import body_of, draft
from helpers.officer import Officer, Said
from helpers.states import review_after

ROUTE = "your organisation's secure e-mail"
ANSWERS: Mapping[int, str] = {
    1: "Practice manager",
    4: "b",
    6: "School, then home.\n\nWeekends with a grandparent.",
    11: "March 2026 | A move | A fresh start | A new school\nMay 2026 | A call | Worry | Nobody",
    18: "a, c and k",
    27: "A phone call before the letter",
    28: "What helps at a handover",
    30: "yes",
}
HELD = {
    "completed_by": "Practice manager",
    "involvement": "Only outside it",
    "child_day": ANSWERS[6],
    "bring_good_practice": ANSWERS[27],
    "share_before": True,
    "system_factors.demand": True,
    "system_factors.supervision": True,
    "system_factors.staffing": False,
    "key_events": [
        ["March 2026", "A move", "A fresh start", "A new school"],
        ["May 2026", "A call", "Worry", "Nobody"],
    ],
}
HEADERS = "From: Robin Madeup\nSent: Monday\nTo: Reviews\nSubject: Re: LFE-2027-001\n\n"


def name_a_route(review: Officer) -> None:
    settings = review.folder.parent / "partnership.yaml"
    settings.write_text(settings.read_text().replace("# secure_route:", "secure_route:"))


def ask_as_text(review: Officer) -> None:
    name_a_route(review)
    review.done("issue-audits")
    review.done("issue-audits", "--as-text", "--agency", "police")


@pytest.fixture
def asked(officer: Officer) -> Officer:
    return review_after(ask_as_text, officer)


def questions(review: Officer, agency: str = "police") -> str:
    """The questions as the request carries them."""
    body = body_of(draft(review, f"audit-request-{agency}.eml"))
    return body[body.index("The questions as a text") :]


def answered(text: str, answers: Mapping[int, str] = ANSWERS) -> str:
    """The text with each answer below its line."""
    for number, answer in answers.items():
        text = re.sub(rf"(?m)^Answer {number}:$", lambda m, a=answer: f"{m[0]}\n{a}", text)
    return text


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.split("\n"))


def mail(text: str | None = None, html: str | None = None, attached: bytes | None = None) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Robin Madeup <robin@surgery.example>"
    message["To"] = "pscp@plymouth.gov.uk"
    message["Subject"] = "RE: LFE-2027-001"
    message["Received"] = "from surgery.example"
    if text is not None:
        message.set_content(text)
    if html is not None:
        add = message.set_content if text is None else message.add_alternative
        add(html, subtype="html")
    if attached is not None:
        kind = {"maintype": "application", "subtype": "octet-stream"}
        message.add_attachment(attached, **kind, filename="audit.docx")
    return message.as_bytes()


def tried(
    review: Officer, content: bytes | str, name: str = "reply.eml", *more: str
) -> dict[str, Any]:
    """What would become of a reply."""
    [one] = ingested(review, content, name, "--dry-run", *more).json["files"]
    return dict(one)


def ingested(review: Officer, content: bytes | str, name: str, *more: str) -> Said:
    path = review.folder.parent.parent / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return review.lfe("ingest", path, "--json", *more)


def held(one: Mapping[str, Any]) -> dict[str, Any]:
    return {tag: one["answers"][tag] for tag in HELD}


# ---------------------------------------------------------------- offered


def test_the_request_carries_every_question_with_a_place_for_its_answer(asked: Officer) -> None:
    text = questions(asked)
    assert [int(n) for n in re.findall(r"(?m)^Answer (\d+):$", text)] == list(range(1, 31))
    assert "Bringing your audit to the learning event comes first" in text
    assert ROUTE in text
    assert "as_text: yes" in asked.path("review.yaml").read_text()


def test_only_the_agency_that_was_named_gets_the_questions_as_a_text(asked: Officer) -> None:
    body = body_of(draft(asked, "audit-request-school.eml"))
    assert "Answer 1:" not in body


def test_a_setting_gives_the_text_to_every_agency(review: Officer) -> None:
    name_a_route(review)
    settings = review.folder.parent / "partnership.yaml"
    settings.write_text(settings.read_text().replace("# audits_as_text: no", "audits_as_text: yes"))
    review.done("issue-audits")
    assert "Answer 30:" in questions(review, "school")


def test_the_text_is_refused_where_no_secure_route_is_named(review: Officer) -> None:
    said = review.lfe("issue-audits", "--as-text")
    assert said.code == 2
    assert "secure_route" in said.err
    assert not review.path("outbox", "audit-request-police.eml").exists()


def test_an_own_letter_without_a_place_for_the_text_is_named(review: Officer) -> None:
    name_a_route(review)
    own = review.folder.parent / "templates" / "letters" / "audit-request.txt"
    own.parent.mkdir(parents=True)
    own.write_text("Dear colleague,\n\nPlease bring your audit.\n")
    said = review.lfe("issue-audits", "--as-text")
    assert said.code == 2
    assert "templates/letters/audit-request.txt" in said.err


def test_status_asks_for_nothing_more_once_the_text_is_in_the_request(asked: Officer) -> None:
    assert "--reissue" not in asked.done("status").out


# ---------------------------------------------------------------- replied to


def replies(text: str) -> dict[str, tuple[str, bytes]]:
    """The ways in which mail programs send it back: a name, and what is in the file."""
    whole = f"Dear colleague,\n\nour request.\n\n{text}"
    lines = answered(quoted(text).replace("> Answer", "Answer")).replace("Answer", "> Answer")
    only = "\n".join(f"Answer {n}: {a}" for n, a in ANSWERS.items())
    page = "".join(f"<p>{line or '&nbsp;'}</p>" for line in answered(text).split("\n"))
    return {
        "answered below the quoted lines": ("a.eml", mail(f"Hello,\n\n{lines}")),
        "not quoted, below the headers": (
            "b.eml",
            mail(f"Ours is below.\n\nRobin Madeup\n\n{HEADERS}{answered(whole)}"),
        ),
        "as a text file that Outlook saved": ("c.txt", (HEADERS + answered(whole)).encode()),
        "as Windows saves Unicode": ("d.txt", answered(whole).encode("utf-16")),
        "as a page alone": ("e.eml", mail(html=f"<html><body>{page}</body></html>")),
        "answers on top of the questions": (
            "f.eml",
            mail(f"{only}\n\nKind regards\nRobin Madeup\n\n{HEADERS}{whole}"),
        ),
        "with lines that end as on Windows": (
            "g.txt",
            answered(whole).replace("\n", "\r\n").encode(),
        ),
    }


WAYS = tuple(replies("\n"))


@pytest.mark.parametrize("way", WAYS)
def test_every_answer_is_read_whichever_way_it_is_sent_back(asked: Officer, way: str) -> None:
    name, content = replies(questions(asked))[way]
    one = tried(asked, content, name)
    assert (one["outcome"], one["agency"]) == ("filed", "police")
    is_signed = way == "answers on top of the questions"  # below the yes, which is not alone then
    assert held(one) == {**HELD, "share_before": True}
    assert one["released"] is not is_signed


@pytest.mark.parametrize("way", WAYS)
def test_of_a_reply_only_what_stands_under_its_numbers_is_kept(asked: Officer, way: str) -> None:
    name, content = replies(questions(asked))[way]
    said = ingested(asked, content, name)
    assert said.code == 0, said
    kept = asked.path("audits", "returned", "police.txt").read_text()
    assert ANSWERS[27] in kept
    for word in ("Madeup", "surgery.example", "Subject", "Dear colleague", "Hello"):
        assert word not in kept
    names = (b"Madeup", b"surgery.example")
    in_the_review = [p for p in asked.folder.rglob("*") if p.is_file()]
    assert not [p for p in in_the_review if any(n in p.read_bytes() for n in names)]


def test_what_is_kept_reads_the_same_again(asked: Officer) -> None:
    first = tried(asked, answered(questions(asked)))
    ingested(asked, answered(questions(asked)), "a.txt")
    kept = asked.path("audits", "returned", "police.txt").read_bytes()
    asked.done("undo")
    again = tried(asked, kept, "police.txt")
    assert again["answers"] == first["answers"]


def test_the_same_answers_twice_are_filed_once_and_others_beside_them(asked: Officer) -> None:
    text = questions(asked)
    ingested(asked, mail(answered(text)), "a.eml")
    assert tried(asked, answered(text), "a.txt")["outcome"] == "already-filed"
    other = tried(asked, answered(text, {**ANSWERS, 28: "Something else"}), "b.txt")
    assert (other["outcome"], other["changed"]) == ("newer-version", ["bring_learning"])


def test_an_e_mail_stays_in_the_inbox_until_somebody_deletes_it(asked: Officer) -> None:
    path = asked.path("audits", "inbox", "reply.eml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(mail(answered(questions(asked))))
    said = asked.done("ingest")
    assert "delete that from the inbox" in said.all
    assert path.exists()
    assert "already: once you have compared them, delete this file" in asked.lfe("ingest").all
    path.unlink()
    whole = asked.folder.parent
    kept = [p for p in whole.rglob("*") if p.is_file() and b"surgery.example" in p.read_bytes()]
    assert kept == []
    asked.done("undo")
    assert not asked.path("audits", "returned", "police.txt").exists()


# ---------------------------------------------------------------- not sure


@pytest.mark.parametrize("words", ["no", "", "perhaps", "yes, but not the second", "y", "x"])
def test_the_facilitator_reads_ahead_only_where_yes_stands_there_alone(
    asked: Officer, words: str
) -> None:
    one = tried(asked, answered(questions(asked), {**ANSWERS, 30: words}))
    assert one["released"] is False
    assert ("share_before" in one["recovered"]) == (words not in ("no", ""))


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({4: "b) Only outside it, mostly"}, "involvement"),
        ({11: "There was a move in March"}, "key_events"),
        ({18: "a, and a lot of sickness"}, "system_factors"),
        ({6: "> Somebody else's words"}, "child_day"),
    ],
)
def test_an_answer_that_is_not_sure_is_to_be_compared(
    asked: Officer, changed: dict[int, str], question: str
) -> None:
    one = tried(asked, answered(questions(asked), {**ANSWERS, **changed}))
    assert question in one["recovered"]
    number = next(iter(changed))
    assert any(remark.startswith(f"Question {number}:") for remark in one["remarks"])


def test_a_question_that_is_answered_twice_and_otherwise_is_left_open(asked: Officer) -> None:
    text = answered(questions(asked)).replace("Answer 7:", "Answer 6: Home all day\nAnswer 7:")
    one = tried(asked, text)
    assert one["answers"]["child_day"] == ""
    assert "child_day" in one["recovered"]
    ingested(asked, text, "a.txt")
    kept = asked.path("audits", "returned", "police.txt").read_text()
    assert "Home all day" in kept
    assert "Weekends with a grandparent" in kept


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Answer 30:\nyes", "Answer 30:\nyes\n> no, not before"),
        lambda text: text.replace("Answer 30:", "Please do not share it before.\nAnswer 30:"),
        lambda text: text.replace("Answer 30:\nyes", "> Answer 30: yes"),
        lambda text: text.replace("Answer 30:\nyes", "Answer 30:\nyes please"),
        lambda text: text.replace("Answer 30:\nyes", "Answer 30:\nyes\n\nKind regards"),
    ],
)
def test_a_release_that_is_not_alone_is_asked_about(asked: Officer, change: Any) -> None:
    ingested(asked, change(answered(questions(asked))), "a.txt")
    read = asked.path("audits", "police.yaml")
    found = read if read.exists() else asked.path("audits", "returned", "police.yaml")
    assert "released: false" in found.read_text()
    assert "--may-read police" in asked.done("status").out


def test_what_an_agency_says_of_its_release_is_recorded_of_a_text_too(asked: Officer) -> None:
    ingested(asked, answered(questions(asked)), "a.txt")
    asked.done("ingest", "--may-not-read", "police")
    asked.done("ingest", "--may-read", "police")


@pytest.mark.parametrize(
    "line", ["On 3 March the school nurse wrote:", "__________", "From: January\nTo: March", "--"]
)
def test_an_answer_that_is_cut_at_a_line_like_a_mail_s_head_is_told(
    asked: Officer, line: str
) -> None:
    answers = {**ANSWERS, 6: f"He was with us.\n{line}\nAfter that he moved.", 7: "A drawing."}
    one = tried(asked, answered(questions(asked), answers))
    assert one["outcome"] in ("filed", "left")
    assert one["outcome"] == "left" or "child_day" in one["recovered"]


def test_words_behind_a_comment_of_the_mail_program_are_read(asked: Officer) -> None:
    text = answered(questions(asked)).replace(
        "School, then home.", "<![if !supportLists]>· <![endif]>School, <!-- a -->then home."
    )
    page = text.replace("\n", "<br>")
    one = tried(asked, mail(html=f"<p>{page}</p>"))
    assert "School, then home." in one["answers"]["child_day"]


@pytest.mark.parametrize(
    "hidden", ['<span style="display: none">not</span>', '<span class="x">not</span>']
)
def test_hidden_and_struck_words_make_nobody_guess(asked: Officer, hidden: str) -> None:
    page = answered(questions(asked)).replace("\n", "<br>").replace("Practice manager", hidden)
    style = "<style>.x {text-decoration: line-through}</style>" if "class" in hidden else ""
    one = tried(asked, mail(html=f"{style}<p>{page}</p>"))
    assert one["outcome"] == "left"


@pytest.mark.parametrize("before", [b"123\n", b"From - Mon Jan 11\n", b"\xef\xbb\xbf", b"\n"])
def test_what_stands_before_a_mail_s_headers_changes_nothing(asked: Officer, before: bytes) -> None:
    text = answered(questions(asked))
    struck = mail(text, html=f"<p>{text.replace('yes', '<s>yes</s>')}</p>")
    assert tried(asked, before + struck)["outcome"] == "left"
    assert held(tried(asked, before + mail(text))) == HELD


def test_letters_that_are_not_ascii_stay_in_a_text_with_headers(asked: Officer) -> None:
    answers = {**ANSWERS, 6: "Siân’s day – £5"}
    one = tried(asked, f"{HEADERS}{answered(questions(asked), answers)}", "a.txt")
    assert one["answers"]["child_day"] == "Siân’s day – £5"


def test_one_mail_above_another_s_answers_is_not_filed(asked: Officer) -> None:
    asked.done("issue-audits", "--as-text", "--agency", "school")
    other = answered(questions(asked, "school"), {27: "Somebody else's point"})
    for broken in (
        other.replace("· school · form", "· school ·\nform"),
        other.replace("· form", ""),
    ):
        top = "\n".join(line for line in answered(questions(asked)).split("\n") if line != "yes")
        one = tried(asked, f"{top}\n\nRobin\n\n{HEADERS}{broken}", "a.txt")
        assert one["outcome"] == "left"
        assert one["for_event"] == {}


def test_words_above_the_place_for_an_answer_are_told_by_their_question(asked: Officer) -> None:
    text = answered(questions(asked)).replace("Answer 21:", "Between us: a shared plan\nAnswer 21:")
    one = tried(asked, text)
    assert any(remark.startswith("Question 21:") for remark in one["remarks"])


def test_a_reply_without_oddities_leaves_nothing_to_compare(asked: Officer) -> None:
    one = tried(asked, mail(answered(questions(asked))))
    assert one["recovered"] == []


# ---------------------------------------------------------------- not an audit


def test_two_agencies_answers_in_one_text_are_neither_filed_nor_split(asked: Officer) -> None:
    asked.done("issue-audits", "--as-text", "--agency", "school")
    both = answered(questions(asked)) + answered(questions(asked, "school"))
    one = tried(asked, both)
    assert one["outcome"] in ("left", "rejected")
    assert "information governance" in one["reason"]
    assert one["filed_as"] == ""


def test_a_reply_with_a_form_attached_is_not_read_for_an_audit(asked: Officer) -> None:
    form = fill(asked.path("audits", "issued", "police.docx").read_bytes(), {"completed_by": "X"})
    one = tried(asked, mail(answered(questions(asked)), attached=form))
    assert one["outcome"] == "left"
    assert "attached" in one["reason"]


def test_struck_words_make_nobody_guess(asked: Officer) -> None:
    text = answered(questions(asked))
    page = text.replace("\n", "<br>").replace("Practice manager", "<s>Practice</s> manager")
    one = tried(asked, mail(text, html=f"<p>{page}</p>"))
    assert one["outcome"] == "left"
    assert "struck" in one["reason"]


def test_a_text_without_the_form_line_says_not_whose_it_is(asked: Officer) -> None:
    text = "\n".join(x for x in answered(questions(asked)).split("\n") if "· form" not in x)
    assert tried(asked, text, "a.txt", "--agency", "police")["outcome"] == "left"


def test_a_text_of_one_agency_is_not_filed_as_another_s(asked: Officer) -> None:
    one = tried(asked, answered(questions(asked)), "a.txt", "--agency", "school")
    assert one["outcome"] == "rejected"


def test_where_no_route_is_named_any_more_nothing_is_read(asked: Officer) -> None:
    settings = asked.folder.parent / "partnership.yaml"
    text = questions(asked)
    settings.write_text(settings.read_text().replace("  secure_route:", "  # secure_route:"))
    one = tried(asked, answered(text))
    assert one["outcome"] == "left"
    assert "secure_route" in one["reason"]


def test_numbers_in_an_ordinary_reply_are_no_audit(asked: Officer) -> None:
    text = f"1. yes\n2. two of us\n3. yes\n\nRobin Madeup\n\n{HEADERS}{questions(asked)}"
    one = tried(asked, mail(text))
    assert one["outcome"] == "left"
    assert one["filed_as"] == ""


def test_a_point_that_names_somebody_stays_out_of_the_facilitators_paper(asked: Officer) -> None:
    asked.path("identifiers.yaml").write_text("names: [Tamsin Quillfeather]\nplaces: []\n")
    answers = {**ANSWERS, 28: "What helped Tamsin Quillfeather"}
    one = tried(asked, mail(answered(questions(asked), answers)))
    assert one["named"] == ["bring_learning"]


@pytest.mark.parametrize(
    "content",
    [
        b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" * 300,
        b"From: a\nSubject: b\nContent-Type: text/plain; charset=none\n\nAnswer 1: x\n",
        b"From: a\nSubject: b\nContent-Type: text/html\n\n" + b"<div>" * 50_000 + b"Answer 1: x",
        b"Answer 1: " + b"> | " * 300_000,
        "Answer ١: x\nAnswer 0: y\nAnswer 999: z\n".encode(),
    ],
)
def test_an_odd_mail_is_answered_with_a_sentence(asked: Officer, content: bytes) -> None:
    said = ingested(asked, content, "odd.eml", "--dry-run")
    assert said.code == 1
    assert said.json["files"][0]["reason"]
