"""What every stage stands on, from the top: facts, people, guard, frame, kit. Each imports only those below it."""
