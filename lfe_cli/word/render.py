"""Word documents from templates: the officer's own Word files, filled through docxtpl.

A template is a Word document with tags in it (`{{ review.reference }}`, `{%p for ... %}`). What
goes in is plain data: nothing in it is evaluated, whatever it looks like. The same template and
the same data give the same bytes.

docxtpl puts tags together again that Word has cut into runs, knows those of paragraphs and rows,
and breaks lines. It does not render by itself here: through python-docx it writes parts anew that
nobody touched (styles, lists, relations), it says of a fault no more than Jinja's sentence, and it
opens the template anew each time (the sign-in sheet took 6.6 times as long; 28 November 2026,
Linux, two cores). So a template is prepared once, and the parts with tags alone are filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from lfe_cli.errors import LfeError
from lfe_cli.sandbox import TemplateEndless, environment_of_data, line_in_template
from lfe_cli.sentences import did_you_mean, joined
from lfe_cli.text import clean_text
from lfe_cli.word.fetching import fetched, is_attached_elsewhere
from lfe_cli.word.finish import Table, finish_part, settings_without_history
from lfe_cli.word.package import Package, open_document, write_package
from lfe_cli.word.part_names import type_of
from lfe_cli.word.properties import Properties, set_properties
from lfe_cli.word.settled import settle, worked_out
from lfe_cli.word.xml import W, XmlRefused, parse, serialise, w
from lfe_cli.word.zips import PackageRefused

__all__ = ["Properties", "Table", "Template", "TemplateFault", "render"]

_MAIN = "word/document.xml"
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RENDERED = (
    (re.escape(_MAIN), "text"),
    (r"word/header\d*\.xml", "header"),
    (r"word/footer\d*\.xml", "footer"),
    (r"word/footnotes\.xml", "footnotes"),
    (r"word/endnotes\.xml", "endnotes"),
)
_UNDECIDED = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_LEFT_OVER = re.compile(r"\{[{%#][^{}]{0,60}(?:[%#}]?\})?|[%#}]\}")


@dataclass(frozen=True)
class Template:
    """A Word template: its file's name as the officer knows it, and its content."""

    name: str
    content: bytes


class TemplateFault(LfeError):
    """A template cannot be used as it is: a broken tag, or something that it asks for in vain."""

    def __init__(
        self, template: str, sentence: str, *, part: str = "", what: str = "", instead: str = ""
    ) -> None:
        correct = (
            f"Put your copy right in Word, or rename it and take ours: lfe templates {template}"
        )
        super().__init__(
            f"The template {template} {sentence}",
            where=", ".join(word for word in (template, part, what) if word),
            next_step=f"{instead} {correct}".strip(),
        )
        self.template = template
        self.part = part
        self.what = what


_JINJA = environment_of_data()


@dataclass(frozen=True)
class _Prepared:
    """A template's parts, and for those that hold tags their text as Jinja takes it."""

    package: Package
    sources: Mapping[str, str]
    kinds: Mapping[str, str]


def render(
    template: Template,
    context: Mapping[str, Any],
    properties: Properties,
    *,
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    tables: Mapping[str, Table] | None = None,
) -> bytes:
    """The document that `template` becomes with `context`.

    `choices` gives each list control (by tag) its items as (label, value); `tables` gives each
    repeating table (by its section's tag) the widths of its columns and its number of rows.
    Raises TemplateFault, which says where in the template the fault is.
    """
    prepared = _prepare(template.name, template.content)
    data, lists = plain(context), plain(choices or {})
    parts = dict(prepared.package.parts)
    first_id = 1
    for name, source in prepared.sources.items():
        kind = prepared.kinds[name]
        root = _parsed(_filled(template.name, kind, source, data), template.name, kind)
        if name == _MAIN:
            root = _with_whole_grids(root, template.name)
        first_id = finish_part(root, first_id, lists, tables or {})
        parts[name] = with_braces(_without_left_overs(root, template.name, kind))
    settings_without_history(parts)
    return write_package(set_properties(parts, properties), prepared.package)


@lru_cache(maxsize=32)
def _prepare(name: str, content: bytes) -> _Prepared:
    try:
        package = open_document(content)
    except PackageRefused as refused:
        sentence = f"is not a Word document (.docx). {refused.sentence}"
        raise TemplateFault(name, sentence) from None
    if type_of(package.parts, _MAIN) != _DOCUMENT_TYPE:
        raise TemplateFault(name, "is not a Word document (.docx). Save it as one in Word.")
    parts = package.parts
    kinds = {part: kind for pattern, kind in _RENDERED for part in package.matching(pattern)}
    _refuse_what_is_fetched(name, parts)
    sources = {}
    for part in sorted(kinds, key=lambda part: (part != _MAIN, part)):
        root = _parsed(parts[part], name, kinds[part])
        _refuse_what_is_undecided(root, name, kinds[part])
        settle(root)
        source = DocxTemplate(None).patch_xml(etree.tostring(root, encoding="unicode"))
        sources[part] = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)  # errors name a paragraph
    return _Prepared(package, sources, kinds)


def _refuse_what_is_fetched(name: str, parts: Mapping[str, bytes]) -> None:
    """Raises TemplateFault where every document made of it would ask another computer."""
    try:
        found = fetched(parts)
    except XmlRefused:
        raise TemplateFault(name, "is damaged: a part of it cannot be read.") from None
    if found:
        raise TemplateFault(
            name,
            f"holds {joined(found)}: whoever opened a document made from it would ask another "
            "computer for it.",
            what=found[0],
            instead="In Word: File > Info > Edit Links to Files > Break Link; or delete it there, "
            "and put the thing itself in (Insert > Pictures > This Device).",
        )


def _refuse_what_is_undecided(root: etree._Element, name: str, part: str) -> None:
    """Raises TemplateFault for text of which Word shows one version, and another reader another."""
    chunk = next(root.iter(w("altChunk")), None)
    if chunk is not None:
        raise TemplateFault(
            name,
            f"holds another document in its {part} that Word puts in only on opening: its words "
            "would not be checked.",
            part=part,
            instead="Open it in Word and save it there: then the words are its own.",
        )
    changed = next(root.iter(*(w(each) for each in _UNDECIDED)), None)
    if changed is not None:
        words = " ".join("".join(str(t.text) for t in changed.iter(w("t"), w("delText"))).split())
        raise TemplateFault(
            name,
            f"has tracked changes in its {part}: every document made from it would show what was "
            "deleted, or ask again.",
            part=part,
            what=words[:60],
            instead="In Word: Review > Accept > Accept All Changes, or reject them.",
        )


def has_a_template_elsewhere(template: Template) -> bool:
    """Whether another template, of another place, is attached to it. Raises TemplateFault."""
    return is_attached_elsewhere(_prepare(template.name, template.content).package.parts)


def worked_out_in(template: Template) -> dict[str, list[str]]:
    """What of it is worked out on opening, and so becomes plain text in what is made, by part.

    Raises TemplateFault.
    """
    prepared = _prepare(template.name, template.content)
    parts = prepared.package.parts
    found = ((kind, worked_out(parse(parts[part]))) for part, kind in prepared.kinds.items())
    return {kind: names for kind, names in found if names}


def _parsed(xml: bytes | str, template: str, part: str) -> etree._Element:
    try:
        return parse(xml.encode() if isinstance(xml, str) else xml)
    except XmlRefused:
        raise TemplateFault(
            template,
            f"has tags that do not fit together in its {part}: what opens in one paragraph, row "
            "or cell has to close in another of the same kind.",
            part=part,
        ) from None


def _with_whole_grids(root: etree._Element, template: str) -> etree._Element:
    """`root` with as many columns in each table's grid as a loop has made cells."""
    xml = etree.tostring(root, encoding="unicode")
    try:
        return parse(etree.tostring(DocxTemplate(None).fix_tables(xml)))
    except (AttributeError, TypeError, ValueError):
        raise TemplateFault(
            template, "has a table in its text whose columns cannot be made out.", part="text"
        ) from None


def check_tags(template: Template) -> None:
    """Raises TemplateFault for a template that cannot be opened, or with a tag that is broken.

    Whether what it asks for is there shows only when it is filled.
    """
    prepared = _prepare(template.name, template.content)
    for name, source in prepared.sources.items():
        _readable(template.name, prepared.kinds[name], source)


def _readable(template: str, part: str, source: str) -> JinjaTemplate:
    try:
        return _compiled(source)
    except TemplateSyntaxError as error:
        broken = _tag_near(source, error.lineno, str(error.message))
        raise TemplateFault(
            template,
            f"has a tag in its {part} that cannot be read: {broken}",
            part=part,
            what=broken,
        ) from None
    except RecursionError:
        raise TemplateFault(
            template, f"has a tag in its {part} that is nested too deeply.", part=part
        ) from None


def _filled(template: str, part: str, source: str, data: Mapping[str, Any]) -> str:
    compiled = _readable(template, part, source)
    try:
        rendered = _JINJA.filled(compiled, data)
    except TemplateEndless as error:
        raise TemplateFault(
            template,
            f"cannot be filled, in its {part}: {error.message}.",
            part=part,
            what=_tag_near(source, line_in_template(error) or 1, ""),
        ) from None
    except TemplateError as error:
        missing = _missing_name(str(error))
        tag = _tag_with(source, missing)
        raise TemplateFault(
            template,
            f"asks in its {part} for something that there is not: {missing or tag}",
            part=part,
            what=tag or missing,
            instead=_did_you_mean(missing, data),
        ) from None
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError):
        raise TemplateFault(
            template,
            f"has a tag in its {part} that cannot be worked out.",
            part=part,
        ) from None
    whole = re.sub(r"\n<w:p([ >])", r"<w:p\1", rendered)
    return str(DocxTemplate(None).resolve_listing(whole))


@lru_cache(maxsize=64)
def _compiled(source: str) -> JinjaTemplate:
    return _JINJA.from_string(source)


def _missing_name(message: str) -> str:
    """The name in Jinja's sentence: "'venu' is undefined", "... has no attribute 'venu'"."""
    named = re.search(r"attribute '([^']+)'", message) or re.search(r"'([^']+)'", message)
    return named.group(1) if named else ""


def _did_you_mean(name: str, data: Mapping[str, Any]) -> str:
    fields = {key for value in data.values() if isinstance(value, dict) for key in value}
    there_are = f"There are: {', '.join(sorted(data))}."
    return did_you_mean(name, sorted({*data, *fields}), there_are, likeness=0.6)


def _tag_with(source: str, name: str) -> str:
    tags = (_without_markup(tag) for tag in _TAG.findall(source))
    word = re.compile(rf"\b{re.escape(name)}\b")
    return next((tag for tag in tags if name and word.search(tag)), "")


def _tag_near(source: str, line: int, message: str) -> str:
    named = _tag_with(source, _missing_name(message))
    lines = source.splitlines()
    start = min(line, len(lines)) - 1
    tags: list[str] = [tag for at in range(start, -1, -1) for tag in _TAG.findall(lines[at])[-1:]]
    here = _LEFT_OVER.search(_without_markup(lines[start])) if lines else None
    if lines and not _TAG.search(lines[start]) and here:
        return here.group().strip()
    return _without_markup(tags[0]) if tags and not named else named


def _without_markup(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text).strip()


def _without_left_overs(root: etree._Element, template: str, part: str) -> bytes:
    for text in _texts(root):
        found = _LEFT_OVER.search(text)
        if found:
            raise TemplateFault(
                template,
                f"has something in its {part} that looks like a tag and is none: {found.group()}",
                part=part,
                what=found.group(),
            )
    return serialise(root)


def _texts(root: etree._Element) -> Iterator[str]:
    """Each paragraph's text, across its runs, and each value of an attribute."""
    for paragraph in root.iter(f"{{{W}}}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{{{W}}}t"))
    for element in root.iter(etree.Element):
        yield from (str(value) for value in element.attrib.values())


# Braces travel through the rendering as characters that no text holds: whatever still looks like a
# tag afterwards stood in the template, and a text that merely holds braces comes out as it went in.
_HIDDEN = {"{": "\U0001fffe", "}": "\U0001ffff"}
_HIDE = str.maketrans(_HIDDEN)


def plain(value: Any) -> Any:
    """`value` with its texts made safe. Raises TypeError for anything that is not plain data."""
    if isinstance(value, str):
        return plain_text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"a template takes plain data, not {type(value).__name__}")


def plain_text(text: str) -> str:
    """`text` without what XML forbids, with simple line ends and hidden braces."""
    return clean_text(text).translate(_HIDE)


def with_braces(xml: bytes) -> bytes:
    """A rendered part with the hidden braces shown again."""
    for brace, hidden in _HIDDEN.items():
        xml = xml.replace(hidden.encode(), brace.encode())
    return xml
