"""A community that has been ranked: how most stories begin."""

from tests.story.conftest import Operator
from tests.story.work import do_waiting_jobs


def has_the_community_ranked(desk: Operator) -> None:
    page = desk.go("discover:candidates")
    page.get_by_role("button", name="Start the first run").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Start", exact=True).click()
    assert do_waiting_jobs() == 1
