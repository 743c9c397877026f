"""Files with a header, a row an event: a reader for each kind, all with the same face (`tables`)."""
