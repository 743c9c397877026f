"""What is looked up around a member: ties, audiences, newcomers, what was marked."""
