"""From what stands in a cell to what the contract means: headers, times, numbers, verbs, and the row they make."""
