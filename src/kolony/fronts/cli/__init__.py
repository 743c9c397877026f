"""The `kolony` command on files: read where they lie, without database or server, or brought into the installation.

`kolony.config.entry` names the commands and where they stand; the other modules read options and find the words.
"""
