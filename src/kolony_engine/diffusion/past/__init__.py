"""What happened: who passed something on, from whom, when; what it says of people, and how likely ties carry."""
