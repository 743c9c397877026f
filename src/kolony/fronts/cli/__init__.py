"""The `kolony` command on plain files: no database, no server.

Every module here offers one click command or group under the name `command`; `kolony.config.entry` puts them together.
"""
