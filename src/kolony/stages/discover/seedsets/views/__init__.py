"""Pages of the room: the list and asking (`planning`), one set (`result`), two sets, files, segments, the past."""
