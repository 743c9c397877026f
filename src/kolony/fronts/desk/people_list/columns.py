"""What the list of people shows of each, and what it can be sorted by."""

from django.utils.translation import gettext_lazy as _

from kolony.ground.frame.table import Column

DEFAULT = "-added"
COLUMNS = (
    Column("name", _("Person"), order=("sort_key",)),
    Column("kind", _("Kind")),
    Column("purpose", _("Purpose")),
    Column("accounts", _("Platform accounts")),
    Column("owner", _("Owner"), order=("owner__display_name",)),
    Column("touch", _("Last contact"), order=("last_touch_at",)),
    Column("added", _("Added"), order=("created_at",)),
)
