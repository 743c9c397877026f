"""What people type into the frame's own forms."""

from typing import Any

from django import forms

from kolony.ground.frame.errors import ViewNotSaved
from kolony.ground.frame.rules import VIEW_NAME_MAX, VIEW_QUERY_MAX


class SaveViewForm(forms.Form):
    """A name for the list as it is shown."""

    page = forms.RegexField(r"^[a-z0-9:_-]{1,80}$")
    name = forms.CharField(max_length=VIEW_NAME_MAX)
    query = forms.CharField(max_length=VIEW_QUERY_MAX, required=False)
    shared = forms.BooleanField(required=False)

    def data_or_refuse(self) -> dict[str, Any]:
        """The cleaned values; a view without a name is refused in words."""
        if not self.is_valid():
            raise ViewNotSaved(fields=", ".join(sorted(self.errors)))
        return self.cleaned_data
