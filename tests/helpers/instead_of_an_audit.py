"""What comes in the place of an audit: each made of an audit, with what is to be said of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from helpers.compound_files import compound

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
SENDER = "Quillfeather-audit"  # what its sender called a file, which no record may hold


@dataclass(frozen=True)
class Instead:
    """A file as it came: its name, what is in it, and words of what is said of it.

    `beside`: it is nobody's audit, and is not filed as one where the agency is named either.
    """

    name: str
    make: Callable[[bytes], bytes]
    says: tuple[str, ...]
    beside: bool = True


def mail(*attached: tuple[str, str, bytes]) -> EmailMessage:
    """A mail with what is attached: the kind of each, its name, and what is in it."""
    message = EmailMessage()
    message["From"], message["Subject"] = "lead@housing.example", "Audit attached"
    message.set_content("Dear colleague, our audit is attached.")
    for kind, name, content in attached:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def mail_with(name: str, kind: str = f"application/{WORD}") -> Callable[[bytes], bytes]:
    return lambda audit: bytes(mail((kind, name, audit)))


def forwarded(audit: bytes) -> bytes:
    outer = mail()
    outer.add_attachment(mail((f"application/{WORD}", "a.docx", audit)))
    return bytes(outer)


def from_outlook(name: str, content: bytes) -> bytes:
    at = "__attach_version1.0_#00000000/__substg1.0_"
    parts = {"__properties_version1.0": bytes(64), f"{at}37010102": content}
    return compound({**parts, f"{at}3707001F": name.encode("utf-16-le")})


def zipped(**contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def flat(audit: bytes) -> bytes:
    parts = []
    with zipfile.ZipFile(io.BytesIO(audit)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and "[" not in name:
                body = archive.read(name).decode().split("?>", 1)[-1]
                parts.append(
                    f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{body}</pkg:xmlData></pkg:part>'
                )
    head = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package'
    spaces = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    return f"{head} {spaces}>{''.join(parts)}</pkg:package>".encode()


DOC = compound({"WordDocument": bytes(11) + b"\x00" + bytes(4000), "1Table": b"x"})
LOCKED_DOC = compound({"WordDocument": bytes(11) + b"\x01" + bytes(4000), "1Table": b"x"})
WORD_2003 = (
    b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    b'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body/></w:wordDocument>'
)
SINGLE_PAGE = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: text/html\r\n\r\n<html><body><p>1. Your role</p></body></html>\r\n--x--\r\n"
)
MAIL_AS_PAGE = SINGLE_PAGE.replace(b"<p>1. Your role</p>", b"<p><b>From:</b> A colleague</p>")
SIGN_IN = b"<!DOCTYPE html><html><head><title>Sign in to your account</title></head></html>"
WORD_PAGE = (
    b'<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    b'<meta name=Generator content="Microsoft Word 15"></head><body>1. Your role</body></html>'
)

_DRM = "\x06DataSpaces/DRMEncryptedDataSpace"
_STRONG = "\x06DataSpaces/StrongEncryptionDataSpace"


def _constant(content: bytes) -> Callable[[bytes], bytes]:
    return lambda _: content


ALL: Mapping[str, Instead] = {
    "a label": Instead(
        "a.docx",
        _constant(compound({"EncryptedPackage": b"x" * 5000, _DRM: b"1"})),
        ("protected by a sensitivity label", "and has no password", "take the protection off"),
        beside=False,
    ),
    "a label on an old document": Instead(
        "a.doc",
        _constant(compound({"WordDocument": bytes(4000), "\tDRMContent": b"x"})),
        ("protected by a sensitivity label",),
        beside=False,
    ),
    "a password": Instead(
        "a.docx",
        _constant(compound({"EncryptedPackage": b"x" * 5000, _STRONG: b"1"})),
        ("It has a password.", "Ask for it without one"),
        beside=False,
    ),
    "a password on an old document": Instead(
        "a.doc", _constant(LOCKED_DOC), ("It has a password.",), beside=False
    ),
    "a mail": Instead(
        f"{SENDER}.eml",
        mail_with("audit.docx"),
        ("an e-mail with a Word document attached", "Save “audit.docx” out of it"),
    ),
    "a mail called a document": Instead(
        "a.docx", mail_with("audit.docx"), ("an e-mail with a Word document attached",)
    ),
    "a mail with an old document": Instead(
        "a.eml",
        lambda _: bytes(mail(("application/msword", "a.doc", DOC))),
        ("an e-mail with an older Word document (.doc) attached",),
    ),
    "a mail with a zip": Instead(
        "a.eml",
        lambda audit: bytes(mail(("application/zip", "a.zip", zipped(a__docx=audit)))),
        ("an e-mail with a zip file attached",),
    ),
    "a mail with a mail": Instead(
        "a.eml", forwarded, ("an e-mail with another e-mail attached", "Save that out of it")
    ),
    "a mail with a picture of its signature": Instead(
        "a.eml",
        lambda audit: bytes(
            mail(
                ("image/png", "logo.png", b"\x89PNG\r\n\x1a\n"), ("application/x", "a.docx", audit)
            )
        ),
        ("an e-mail with a Word document attached",),
    ),
    "a mail with two": Instead(
        "a.eml",
        lambda audit: bytes(mail(("a/b", "a.docx", audit), ("a/b", "b.pdf", b"%PDF-1.7"))),
        ("an e-mail with 2 files attached (a Word document, a PDF)",),
    ),
    "a mail with nothing": Instead(
        "a.eml", lambda _: bytes(mail()), ("an e-mail with nothing attached",)
    ),
    "a mail of Apple's": Instead(
        "a.emlx",
        lambda audit: b"1234      \n" + bytes(mail(("a/b", "audit.docx", audit))),
        ("an e-mail with a Word document attached",),
    ),
    "a mail of Outlook's": Instead(
        f"{SENDER}.msg",
        lambda audit: from_outlook("audit.docx", audit),
        ("an e-mail with a Word document attached", "Save “audit.docx” out of it"),
    ),
    "a mail of Outlook's with an old document": Instead(
        "a.msg",
        lambda _: from_outlook("a.doc", DOC),
        ("an e-mail with an older Word document (.doc) attached",),
    ),
    "a mail saved as a page": Instead("a.mht", _constant(MAIL_AS_PAGE), ("an e-mail, saved as",)),
    "winmail.dat": Instead(
        "winmail.dat", _constant(b"\x78\x9f\x3e\x22\x01\x00"), ("(winmail.dat)", "HTML or plain")
    ),
    "a zip": Instead(
        "a.zip",
        lambda audit: zipped(a__docx=audit, b__docx=audit, c__png=b""),
        ("a zip file with 2 Word documents in it", "Extract All"),
    ),
    "a zip called a document": Instead(
        "a.docx", lambda audit: zipped(a__docx=audit), ("a zip file with one Word document",)
    ),
    "a 7z": Instead("a.7z", _constant(b"7z\xbc\xaf\x27\x1c\0\4"), ("a packed file",)),
    "a rar": Instead("a.rar", _constant(b"Rar!\x1a\x07\x01\x00"), ("a packed file",)),
    "nothing": Instead("a.docx", _constant(b""), ("It is empty (0 bytes)",)),
    "zeros": Instead("a.docx", _constant(bytes(20_000)), ("holds nothing",)),
    "half of it": Instead(
        "a.docx",
        lambda audit: audit[: len(audit) // 2],
        ("its end is missing", "once more"),
        beside=False,
    ),
    "a download that goes on": Instead(
        "a.docx.crdownload", lambda audit: audit[:9000], ("a download that did not finish",)
    ),
    "a sign-in page": Instead("a.docx", _constant(SIGN_IN), ("a web page", "Sign in there")),
    "a page in UTF-16": Instead(
        "a.docx", _constant(SIGN_IN.decode().encode("utf-16")), ("a web page",)
    ),
    "a Word document as a page": Instead(
        "a.doc", _constant(WORD_PAGE), ("saved as a web page", "save it as .docx"), beside=False
    ),
    "a page in a file": Instead(
        "a.doc", _constant(SINGLE_PAGE), ("(.mht)", "save it as .docx"), beside=False
    ),
    "Word 2003": Instead(
        "a.doc", _constant(WORD_2003), ("saved as XML (Word 2003)", "as .docx"), beside=False
    ),
    "flat": Instead("a.xml", flat, ("a Word document saved as XML", "as .docx"), beside=False),
    "an old document": Instead(
        "a.doc", _constant(DOC), ("an older Word document (.doc)", "as .docx"), beside=False
    ),
    "Works": Instead(
        "a.wps", _constant(compound({"MatOST": b"x"})), ("Microsoft Works",), beside=False
    ),
    "Pages": Instead(
        "a.pages",
        lambda _: zipped(**{"Index/Document.iwa": b"x", "preview.jpg": b"x"}),
        ("Apple's Pages", "exported to Word"),
        beside=False,
    ),
    "a workbook": Instead(
        "a.xlsx",
        lambda _: zipped(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
        ("an Excel workbook",),
        beside=False,
    ),
    "a PDF": Instead("a.pdf", _constant(b"%PDF-1.7"), ("It is a PDF.",), beside=False),
    "a photograph": Instead(
        "a.heic", _constant(b"\0\0\0\x18ftypheic"), ("It is a picture.",), beside=False
    ),
    "a recording": Instead(
        "a.m4a", _constant(b"\0\0\0\x18ftypM4A "), ("sound or video",), beside=False
    ),
    "a text": Instead("a.docx", _constant(b"Dear colleague"), ("plain text",), beside=False),
    "a shortcut": Instead(
        "a.lnk", _constant(b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0"), ("It is a shortcut",)
    ),
    "a link": Instead(
        "a.url", _constant(b"[InternetShortcut]\r\nURL=https://x.example\r\n"), ("a shortcut",)
    ),
    "a Google document": Instead(
        "a.gdoc", _constant(b'{"":"WARNING!","doc_id":"1","resource_key":""}'), ("a shortcut",)
    ),
    "a program": Instead("a.exe", _constant(b"MZ\x90\0\3\0\0\0\4\0\0\0"), ("a program",)),
}
