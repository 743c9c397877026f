"""The house itself as an actor: the command line, scheduled jobs, the demo. Whoever runs it holds the machine."""


class House:
    """May do everything, and is named as nobody in particular in the audit."""

    id = None
    pk = None
    role = "house"
    team_id = None
    is_active = True
    is_authenticated = True
    display_name = "Kolony"

    def __str__(self) -> str:
        return self.display_name


HOUSE = House()
