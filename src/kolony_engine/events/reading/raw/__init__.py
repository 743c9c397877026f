"""From bytes to numbered lines: unpacked, decoded by a fixed order, and no more than a file may ask of the machine."""
