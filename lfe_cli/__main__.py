"""`python -m lfe_cli` is `lfe`."""

from lfe_cli.cli.app import main

main()
