"""What is never unpacked costs nothing: a picture that packs well stops no file and stays in it."""

from __future__ import annotations

import pytest

from helpers.audits import an_audit, fill, issued
from helpers.officer import Officer
from helpers.pages import with_page
from helpers.renamed_parts import parts_in, zipped
from helpers.states import review_after
from lfe_cli.audits.returns.opening import open_word
from lfe_cli.review.templates import shipped
from lfe_cli.word.package import open_package
from lfe_cli.word.zips import MAX_UNPACKED, PackageRefused

PICTURE = bytes(8_000_000)  # as a vector drawing of one colour, which packs beyond 1:200


@pytest.fixture(autouse=True)
def _by_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LFE_OFFICE", "none")


def with_picture(content: bytes, ending: str) -> bytes:
    parts = parts_in(content)
    types, name = "[Content_Types].xml", f"word/media/image1.{ending}"
    default = f'<Default Extension="{ending}" ContentType="image/x-{ending}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", default.encode())
    return zipped({**parts, name: PICTURE})


@pytest.mark.parametrize("ending", ["emf", "wmf", "svg"])
def test_a_picture_that_packs_well_leaves_an_audit_readable(ending: str) -> None:
    form = fill(issued(), an_audit())
    read = open_word(with_picture(form, ending))
    assert [line.text for line in read.body.lines] == [x.text for x in open_word(form).body.lines]


def test_a_template_and_a_page_with_such_a_picture_keep_it(officer: Officer) -> None:
    review = review_after(with_a_draft, officer)
    own = review.folder.parent / "templates" / "report.docx"
    own.parent.mkdir(exist_ok=True)
    own.write_bytes(with_picture((shipped() / "report.docx").read_bytes(), "emf"))
    page = review.path("report/report.docx")
    review.done("report")
    assert parts_in(page.read_bytes())["word/media/image1.emf"] == PICTURE
    review.done("report", "--stage", "agreed")
    assert parts_in(page.read_bytes())["word/media/image1.emf"] == PICTURE


def with_a_draft(review: Officer) -> None:
    with_page(review, "draft")


def test_text_that_unpacks_to_more_than_anybody_wrote_is_refused() -> None:
    content = zipped({**parts_in(issued()), "word/footnotes.xml": bytes(MAX_UNPACKED)})
    with pytest.raises(PackageRefused) as refused:
        open_package(content)
    assert refused.value.kind == "too-large"
