"""What the list of people shows of each, and what it can be sorted by: as far as there is one, as the index has it."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame.table import Column

DEFAULT = "-added"
COLUMNS = (
    Column("name", _("Person"), order=("sort_key", "id")),
    Column("kind", _("Kind")),
    Column("purpose", _("Purpose")),
    Column("accounts", _("Platform accounts")),
    Column("owner", _("Owner"), order=("owner",)),
    Column("touch", _("Last contact"), order=("last_touch_at", "id")),
    Column("added", _("Added"), order=("created_at", "-id")),
)
