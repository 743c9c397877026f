"""What to believe: ways of choosing, made on the past of a log and judged on what came after."""
