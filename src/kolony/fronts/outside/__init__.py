"""Services outside the house, a file each. Nothing else speaks to the network."""
