"""`python -m kolony` is the `kolony` command."""

from kolony.config.entry import main

main()
