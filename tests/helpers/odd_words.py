"""A line for every command as it is meant, and words that nobody means."""

from __future__ import annotations

# A line or more for every command, for the review that `states.prepared` makes.
LINES = tuple(
    line.strip()
    for line in """
    init another
    new --theme Handovers --from 2026-01-01 --to 2026-06-30 --agency police
    new --event 2027-03-10T09:30 --venue Hall --facilitator Chair --due 2027-02-01 --topic neglect
    new --decided-by Partners --decided-on 2027-01-04 --basis Learning --children 2
    edit -r LFE-2027-001
    issue-audits --agency police -r LFE-2027-001
    sent --agency police --letter audit-request --on 2027-01-11 -r LFE-2027-001
    sent --group practice --letter recommendations -r LFE-2027-001
    told family --person mother --on 2027-01-10 -r LFE-2027-001
    told identity --agency police
    reply police --knows yes --attending 2 --bringing yes --support yes --on 2027-01-10
    chase --agency police
    agency add camhs --name Camhs --contact a@b.example --deputy c@d.example
    agency withdraw police --on 2027-01-10
    agency contact police a@b.example --escalation c@b.example
    ingest audits/issued/police.docx --agency police --on 2027-01-10
    ingest --brought police
    ingest --nil police --reason nothing
    ingest --ask police
    agenda -r LFE-2027-001
    heard --person mother --on 2027-01-10
    letter thank-you --agency police
    letter family --person mother
    move --to 2027-02-17T13:00 --venue Hall --due 2027-02-01
    cancel -r LFE-2027-001
    attended police --role practitioner --on 2027-02-10
    collected --on 2027-02-10
    report --stage draft --accept listed-name --at x --reason y --second-reader Chair
    report --from report/report.docx
    submit --meeting 2027-03-28
    decide R1 --as accepted --words x --reason y --group practice --report-back 2027-05-01
    decide R1 --circulation partners --on 2027-03-28
    received practice --on 2027-01-10
    reported-back practice --recommendation R1 --on 2027-01-10
    actions report/report.docx --group practice
    impact R1 --how-much x --how-well y --difference z --months 3 --on 2027-01-10
    close --on 2027-01-10
    keep --until 2028-01-10 --reason x --decided-by Chair --on 2027-01-10
    discard --decided-by Chair --yes --nothing-went-out --nothing-needs-it
    next -r LFE-2027-001
    officer Officer
    board -r x
    learning handover --theme neglect
    year 2027
    status -r LFE-2027-001
    check report/report.docx
    documents -r LFE-2027-001
    undo --agency police
    step-up --on 2027-01-10
    templates agenda.docx
    doctor x
    demo ../another
    """.strip().splitlines()
)
ODD = (
    "", " ", "\t", "\n", "a\nb", "\r", "\x1b[31m", "\x07", "\u2028", "\u202e", "\ufeff", "\u0301",
    "'", '"', "O'", "''", "\\", "%", "%s", "{}", "{0}", "{{ 7*7 }}", "{% for %}", "{#", "<b>", "&",
    "$(id)", ";", "|", "*", "?", "[", "]", "(", "+", "^", "~", "~nobody/x", "-", "--", "-1", "-r",
    "--json", "--dry-run", "..", ".", "/", "//", "../..", "/etc", "/dev/null", ".git", "C:\\x",
    "\\\\server\\x", "CON", "nul", "a/" * 40, "audits", "review.yaml", "history.jsonl", "x" * 300,
    "x" * 5000, "x " * 3000, "1" * 5000, "0", "1e9", "NaN", "inf", "9" * 20, "١٢", "２０２７", "²",
    "é", "ß", "İ", "😀", "\ud800", "\udcff", "\0", "2027-02-30", "0000-00-00", "0001-01-01",
    "1900-01-01", "9999-12-31", "10000-01-01", "31/12/9999", "2027-W05", "24:00", "today",
    "2027-02-10T99:99", "2027-02-10T09:30+99:00", "9999-12-31 23:59", "@", "a@b", "A <a@b.cd>",
    "a@b.cd\r\nBcc: x@y.zz", "a@b.cd, d@e.fg", "null", "yes", "[]", "!!python/object:x", "&a", "*a",
    "R0", "R1", "R1.1", "R" + "9" * 30, "LFE-2027-001/", "lfe-2027-001", "LFE-9999-999", "all",
    "police", "POLICE", "police-١", "police,gp", "practice", "mother", "other",
)  # fmt: skip
