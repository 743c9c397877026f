"""Kolony's science: events in, measures, rankings with their evidence and their back-test out.

Importable alone, in a notebook or a script. It knows no web framework, no database server, no settings and no wall
clock: whoever calls it says what day it is.
"""

__version__ = "0.1.0"
