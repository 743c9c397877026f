"""Spark is an extra of its own: where it is not installed its tests are not chosen. `make spark` runs them."""

from importlib.util import find_spec


def pytest_collection_modifyitems(config, items):
    """Leave out what needs Spark where there is none."""
    if find_spec("pyspark"):
        return
    left_out = [item for item in items if item.get_closest_marker("spark")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
