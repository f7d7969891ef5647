"""What a file is, by what stands in it: a row for each kind. Its ending is not trusted.

What comes in the place of a document (the mail instead of its attachment, a zip, a file that was
not fetched yet) is told by what it is, and with what to do.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from lfe_cli.word.compound import SIGNATURE, CompoundFile
from lfe_cli.word.zips import names_in_zip

# `document`, `workbook`: read here. `convertible`: LibreOffice makes a document of it. `kept`: not
# read, but somebody may have answered in it. `beside`: never anybody's audit or workbook.
Standing = Literal["document", "workbook", "convertible", "kept", "beside"]

_AS_DOCX = "Open it in Word and save it as .docx to have it read."
_AS_XLSX = "Open it in Excel, save it as an Excel Workbook (.xlsx), and use that."
_AGAIN = "Have it sent or copied once more."
_TAKE_OUT = "Take out what is in it (right-click, Extract All), and use that instead."
_SAVE_OUT = "Save what is attached out of it, and use that instead."


@dataclass(frozen=True)
class FileKind:
    """A kind of file: `thing` names it, `do` says what helps.

    `sentence` says what it is where "It is" and the thing would not do. `ending` is what such a
    file ends in, where it is kept.
    """

    code: str
    thing: str
    standing: Standing
    do: str = ""
    sentence: str = ""
    ending: str = ""

    @property
    def said(self) -> str:
        """What it is, as a sentence."""
        return self.sentence or f"It is {self.thing}."


def _kept(code: str, thing: str, do: str, ending: str = "") -> FileKind:
    return FileKind(code, thing, "kept", do, ending=ending)


def _beside(code: str, thing: str, do: str, sentence: str = "") -> FileKind:
    return FileKind(code, thing, "beside", do, sentence)


def _older(code: str, thing: str, ending: str) -> FileKind:
    return FileKind(code, thing, "convertible", _AS_DOCX, ending=ending)


DOCUMENT = FileKind("docx", "a Word document", "document", ending=".docx")
WORKBOOK = FileKind("xlsx", "an Excel workbook", "workbook", ending=".xlsx")
OLD_WORD = _older("doc", "an older Word document (.doc)", ".doc")
PDF = _kept("pdf", "a PDF", "", ".pdf")
PICTURE = _kept("picture", "a picture", "")
TEXT = _kept("text", "plain text", "", ".txt")
MAIL = _beside("mail", "an e-mail", _SAVE_OUT)
OUTLOOK_MAIL = _beside("outlook-mail", "an e-mail", _SAVE_OUT)
ARCHIVE = _beside("zip", "a zip file", _TAKE_OUT)
PASSWORD = FileKind(
    "password",
    "a file with a password",
    "kept",
    "Ask for it without one, or open it and save it anew without.",
    "It has a password.",
)
_RIGHTS = FileKind(
    "rights-managed",
    "a file that is protected by a label",
    "kept",
    "Whoever sent it has to take the protection off or choose another label: saving it anew does "
    "not help.",
    "It is protected by a sensitivity label (rights management), and has no password.",
)
_CUT = FileKind(
    "cut",
    "a damaged file",
    "kept",
    _AGAIN,
    "It is damaged: its end is missing, as when a download or a copy stops half way.",
)
_EMPTY = _beside(
    "empty",
    "an empty file",
    "Wait until it is there whole, or have it sent once more.",
    "It is empty (0 bytes): it may not have been fetched or uploaded whole.",
)
_ZEROS = _beside(
    "zeros",
    "an empty file",
    _AGAIN,
    "It has a size but holds nothing: it was not fetched, copied or saved whole.",
)
_UNFINISHED = _beside("unfinished", "a download that did not finish", "Download it once more.")
_SYSTEM = _beside(
    "system", "a file that the computer keeps for itself", "It can be left, or deleted."
)
_LOCK = _beside(
    "lock",
    "only the mark that a document is open",
    "Close the document in Word or Excel, and the mark goes.",
)
_SHORTCUT = _beside(
    "shortcut",
    "a shortcut",
    "Open it, download what it leads to, and use that instead.",
    "It is a shortcut: it leads to a document, and is not the document itself.",
)
_MAIL_PAGE = _beside("mail-page", "an e-mail, saved as a web page", _SAVE_OUT)
_PACKED_MAIL = _beside(
    "packed-mail",
    "an e-mail as Outlook packs it (winmail.dat)",
    "Ask whoever sent it to attach the document to a mail in HTML or plain text.",
)
_OTHER_ARCHIVE = _beside("archive", "a packed file (7z, rar or the like)", _TAKE_OUT)
_LOCKED_ARCHIVE = _beside(
    "zip-password",
    "a zip file with a password",
    "Ask for the password, take out what is in it, and use that instead.",
)
_WEB_PAGE = _beside(
    "web-page",
    "a web page",
    "Sign in there, download the document itself, and use that instead.",
    "It is a web page, perhaps a sign-in page that was saved in place of the document.",
)
_PROGRAM = _beside("program", "a program", "Do not open it, and ask whoever sent it.")
_SINGLE_PAGE = _kept(
    "single-page", "a Word document or web page in one file (.mht)", _AS_DOCX, ".mht"
)
_OTHER = _kept("other", "a kind of file that is not known here", "")
_DAMAGED = _kept("old", "an old or a damaged file", "Ask for it once more, as .docx or .xlsx.")

_Row = tuple[re.Pattern[bytes], FileKind]


def _rows(flags: int, *rows: tuple[bytes, FileKind]) -> tuple[_Row, ...]:
    return tuple((re.compile(pattern, re.IGNORECASE | flags), kind) for pattern, kind in rows)


_ODD = re.escape(bytes(range(1, 256, 2)))
_XML = rb"<\?xml.{0,3000}?"
_HTML = rb"(?:<\?xml.{0,300}?)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body|meta)\b"
_BY_OFFICE = rb"schemas-microsoft-com:office:word|content=.?(?:Microsoft Word|LibreOffice)"
_OPEN_DOCUMENT = rb"PK\x03\x04.{26,120}?mimetypeapplication/vnd\.oasis\.opendocument\."

# How a file begins, after spaces.
_BEGINS = _rows(
    re.DOTALL,
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP", PICTURE),
    (rb".{4}ftyp(?:hei|hev|mif1|msf1|avif)", PICTURE),
    (
        rb".{4}ftyp|ID3[\x02-\x04]|OggS|RIFF.{4}(?:WAVE|AVI )|#!AMR|\x30\x26\xb2\x75\x8e",
        _kept("recording", "a sound or video recording", ""),
    ),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x1f\x8b\x08|MSCF\0", _OTHER_ARCHIVE),
    (rb"MZ.{2,60}?\0\0", _PROGRAM),
    (rb"\x78\x9f\x3e\x22", _PACKED_MAIL),
    (rb"\x4c\0\0\0\x01\x14\x02\0|\[(?:InternetShortcut|\{000214A0)", _SHORTCUT),
    (rb'\{[^{}]{0,1000}"(?:doc_id|resource_key|url)"\s*:', _SHORTCUT),
    (rb"<\?xml.{0,500}?<plist\b.{0,300}?<key>URL</key>", _SHORTCUT),
    (rb"\[\.ShellClassInfo\]|\[LocalizedFileNames\]|\0\0\0\x01Bud1|\0\x05\x16\x07", _SYSTEM),
    (rb"\{\\rtf", _older("rtf", "a rich text document (.rtf)", ".rtf")),
    (_OPEN_DOCUMENT + rb"text", _older("odt", "an OpenDocument text (.odt)", ".odt")),
    (
        _OPEN_DOCUMENT + rb"spreadsheet",
        _kept("ods", "a workbook in LibreOffice's own format (.ods)", _AS_XLSX, ".ods"),
    ),
    (rb"PK\x03\x04..[" + _ODD + rb"]", _LOCKED_ARCHIVE),
    (
        _XML + rb"<(?:\w{1,20}:)?wordDocument\b",
        _older("word-2003", "a Word document saved as XML (Word 2003)", ".xml"),
    ),
    (
        _XML + rb"<(?:\w{1,20}:)?package\b[^>]{0,500}/office/2006/xmlPackage",
        _kept("flat-word", "a Word document saved as XML", _AS_DOCX, ".xml"),
    ),
    (
        _XML + rb"<office:document\b[^>]{0,9000}opendocument\.text",
        _older("fodt", "an OpenDocument text (.fodt)", ".fodt"),
    ),
    (
        _XML + rb"<(?:\w{1,20}:)?Workbook\b",
        _kept("excel-2003", "an Excel workbook saved as XML (Excel 2003)", _AS_XLSX, ".xml"),
    ),
    (
        _HTML + rb".{0,5000}(?:" + _BY_OFFICE + rb")",
        _kept("word-page", "a document saved as a web page", _AS_DOCX, ".html"),
    ),
    (_HTML, _WEB_PAGE),
    (rb".{0,1019}%PDF-", PDF),
)
# What stands among the headers of a file that begins with some.
_HEADERS = _rows(
    re.MULTILINE | re.DOTALL,
    (rb"^From:[^\n]{0,40}<Saved by ", _WEB_PAGE),
    (rb"^(?:Received|Return-Path|Delivered-To|Message-ID):", MAIL),
    (rb"\A(?=.*^From:).*^(?:MIME-Version|Date):", MAIL),
    (rb"\A(?=.*^MIME-Version:).*(?:<b>|bold[^>]{0,40}>)From:", _MAIL_PAGE),
    (rb"^MIME-Version:", _SINGLE_PAGE),
)
# The names of what is in a zip, and of the streams in a compound file, each on a line of its own.
_ZIPPED = _rows(
    re.MULTILINE,
    (rb"^word/", DOCUMENT),
    (
        rb"^xl/workbook\.bin$",
        _kept("xlsb", "a workbook in Excel's binary format (.xlsb)", _AS_XLSX, ".xlsb"),
    ),
    (rb"^xl/", WORKBOOK),
    (rb"^ppt/", _kept("slides", "a PowerPoint presentation", "", ".pptx")),
    (
        rb"^(?:Index/.*\.iwa|Index\.zip|index\.apxl)$",
        _kept("pages", "a document of Apple's Pages", "Ask for it exported to Word.", ".pages"),
    ),
    (rb"^\[Content_Types\]\.xml$", DOCUMENT),
    (rb"", ARCHIVE),
)
_COMPOUND = _rows(
    re.MULTILINE,
    (rb"DRMEncrypted|^\tDRMContent$", _RIGHTS),
    (rb"^EncryptedPackage$", PASSWORD),
    (rb"^__properties_version1\.0$", OUTLOOK_MAIL),
    (rb"^(?:Catalog|256_[0-9a-f]+)$", _SYSTEM),
    (rb"^WordDocument$", OLD_WORD),
    (
        rb"^(?:Workbook|Book)$",
        _kept("xls", "a workbook in an old format (.xls)", _AS_XLSX, ".xls"),
    ),
    (rb"^PowerPoint Document$", _kept("ppt", "an old PowerPoint presentation (.ppt)", "", ".ppt")),
    (
        rb"^(?:MatOST|MM)$",
        _kept("works", "a document of Microsoft Works (.wps)", "Ask for it as .docx.", ".wps"),
    ),
    (rb"", _DAMAGED),
)
_STREAMS = (
    "EncryptedPackage",
    "DRMEncryptedDataSpace",
    "__properties_version1.0",
    "WordDocument",
    "Workbook",
    "PowerPoint Document",
)
# Only what programs and systems keep for themselves, and unfinished downloads, have telling names.
_NAMED = (
    (re.compile(r"(?:~\$|\.~lock\.).*", re.IGNORECASE), _LOCK),
    (re.compile(r"thumbs\.db|desktop\.ini|\.ds_store", re.IGNORECASE), _SYSTEM),
    (re.compile(r".*\.(?:crdownload|partial|part|opdownload)", re.IGNORECASE), _UNFINISHED),
)
_HEAD = 64_000  # bytes that are looked at
_FIRST_HEADER = re.compile(rb"(?:\d{1,12}[ \t]*\r?\n)?([!-9;-~]{1,60}:[ \t]?\S)")  # .emlx: a number
_NEVER_IN_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_END_OF_ZIP, _LAST_OF_ZIP = b"PK\x05\x06", 66_000
_LOCAL_NAME = re.compile(rb"PK\x03\x04.{26}([^\0-\x1f]{1,120})", re.DOTALL)
_ENCRYPTED = 1  # in the second byte of an old Word document's flags


def kind_of(content: bytes, name: str = "") -> FileKind:
    """The kind of a file. Its name tells what programs keep for themselves, and nothing else."""
    named = next((kind for pattern, kind in _NAMED if pattern.fullmatch(name)), None)
    if named is not None:
        return named
    if content.startswith(SIGNATURE):
        return _in_compound(content)
    head = _in_one_encoding(content[:_HEAD]).lstrip()
    found = _among(_HEADERS, _from_headers_on(head)) or _begins(head)
    if found is not None:
        return found
    if content.startswith(b"PK"):
        return _in_zip(content)
    if not content.strip(b"\0"):
        return _ZEROS if content else _EMPTY
    return _OTHER if _NEVER_IN_TEXT.search(head) else TEXT


def _begins(head: bytes) -> FileKind | None:
    return next((kind for pattern, kind in _BEGINS if pattern.match(head)), None)


def _among(rows: tuple[_Row, ...], names: bytes) -> FileKind | None:
    return next((kind for pattern, kind in rows if names and pattern.search(names)), None)


def _in_one_encoding(head: bytes) -> bytes:
    """The beginning of a text as UTF-8, where it says that it is in UTF-16."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _from_headers_on(head: bytes) -> bytes:
    """What begins with headers, as a mail does; of a mail in one part the headers alone."""
    first = _FIRST_HEADER.match(head)
    if first is None:
        return b""
    text = head[first.start(1) :].replace(b"\r\n", b"\n")
    headers = text.partition(b"\n\n")[0]
    return text if b"multipart/related" in headers else headers


def _in_zip(content: bytes) -> FileKind:
    if content.rfind(_END_OF_ZIP, max(len(content) - _LAST_OF_ZIP, 0)) < 0:
        return _CUT
    names = "\n".join(_names_in_zip(content))
    return _among(_ZIPPED, f"\n{names}".encode("utf-8", "replace")) or ARCHIVE


def _names_in_zip(content: bytes) -> list[str]:
    """The names of what is in a zip; of a damaged one those that stand before each part."""
    found = _LOCAL_NAME.finditer(content)
    names = names_in_zip(content) or [
        one[1].decode("utf-8", "replace") for _, one in zip(range(100), found, strict=False)
    ]
    return [name.replace("\\", "/") for name in names]


def _in_compound(content: bytes) -> FileKind:
    opened = CompoundFile(content)
    names = "\n".join(opened.paths(_STREAMS))
    found = _among(_COMPOUND, f"\n{names}".encode("utf-8", "replace")) or _DAMAGED
    if found is OLD_WORD:
        flags = opened.stream("WordDocument", 12)[11:]
        return PASSWORD if flags and flags[0] & _ENCRYPTED else OLD_WORD
    return found
