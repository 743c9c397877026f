"""The list of people in an order: by who looks after them, and where in it somebody stands."""

from functools import cached_property
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Func, IntegerField, QuerySet, Value

from kolony.ground.frame.paging import cut
from kolony.ground.guard.queries import names_of_users
from kolony.ground.people.models import Person


class ByOwner:
    """People by the name of who looks after them, those of nobody behind the others: to be cut into pages.

    How many each has is counted, and a page is cut out of the list of one, or of two: nobody is sorted by a name that
    stands in another table.
    """

    def __init__(self, people: QuerySet[Person], *, turned: bool = False) -> None:
        self.people = people.order_by("id")
        self.turned = turned

    def __len__(self) -> int:
        return sum(self._shares.values())

    def __getitem__(self, part: slice) -> list[Person]:
        start, stop, _step = part.indices(len(self))
        found: list[Person] = []
        for owner, share in self._shares.items():
            if start < share and stop > 0:
                first = max(0, start)
                found += cut(self._of(owner), first, min(stop, share) - first)
            start, stop = start - share, stop - share
        return found

    def place_of(self, person: Person) -> int:
        """From one on; 0 for somebody who is not in the list."""
        if not self.people.filter(pk=person.pk).exists():
            return 0
        owners = list(self._shares)
        before = owners[: owners.index(person.owner_id)]
        own = self._of(person.owner_id).filter(pk__lte=person.pk).count()
        return sum(self._shares[owner] for owner in before) + own

    def _of(self, owner: UUID | None) -> QuerySet[Person]:
        return self.people.filter(owner=owner)

    @cached_property
    def _shares(self) -> dict[UUID | None, int]:
        """Who looks after how many, in the order of the list."""
        counted = dict(self.people.order_by().values_list("owner").annotate(Count("pk")))
        names = names_of_users(set(filter(None, counted)))
        owners = sorted(names, key=lambda owner: (names[owner], owner), reverse=self.turned)
        nobody = [None] if None in counted else []
        return {owner: counted[owner] for owner in ([*nobody, *owners] if self.turned else [*owners, *nobody])}


def place_among(people: QuerySet[Person] | ByOwner, person: Person) -> tuple[int, int]:
    """Where somebody stands in an ordered list, from one on (0: not in it), and how long it is."""
    if isinstance(people, ByOwner):
        return people.place_of(person), len(people)
    ids = ArrayAgg("pk", order_by=people.query.order_by)
    place = Func(ids, Value(person.pk), function="array_position", output_field=IntegerField())
    told = people.order_by().aggregate(place=place, total=Count("pk"))
    return told["place"] or 0, told["total"]
