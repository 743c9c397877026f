"""Today: what waits for me, how ordinary members fare, what happened since yesterday. Only what is known is shown."""
