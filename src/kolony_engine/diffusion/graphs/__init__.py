"""Who can influence whom: edge lists in, read in pieces, numbered and grouped into one compact graph."""
