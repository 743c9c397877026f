"""Where the house meets people and machines. The fronts stand apart: none imports another."""
