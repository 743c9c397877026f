"""Tables for back-tests: a history prepared once, to be asked as of many dates."""
