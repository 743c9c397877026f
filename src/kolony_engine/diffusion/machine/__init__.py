"""What the kernels stand on: random streams, room in memory, bits, and instructions of the processor."""
