"""Whether the estimate and LibreOffice agree on what fits on one page."""

from __future__ import annotations

import pytest
from reports import reports

from lfe_cli.documents.estimate import room_taken
from lfe_cli.documents.rendered import Rendered
from lfe_cli.office import find_office

COUNT = 100
SEED = 20_270_211  # none of those on which the estimate was worked out


def test_the_estimate_and_libreoffice_agree_on_what_fits_on_one_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Measured on the page count before any margin, on reports about the edge of the page."""
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    documents = [report.content for report in reports(SEED, COUNT)]
    agreed = both = 0
    for document, pdf in zip(documents, office.pdfs_of(documents), strict=True):
        assert pdf is not None
        one_page = Rendered(pdf).pages == 1
        agreed += one_page == (room_taken(document).pages == 1)
        both += one_page
    with capsys.disabled():
        print(f"\nestimate and LibreOffice agree on {agreed} of {COUNT} reports ({both} fit)")  # noqa: T201
    assert COUNT // 5 < both < COUNT - COUNT // 5, "the reports are not about the edge"
    assert agreed >= 99
