"""Information classes: who may know a thing. Every field that holds personal data names one.

class Note(models.Model):
    INFORMATION = {"text": InformationClass.INTERNAL}
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class InformationClass(StrEnum):
    """From what everybody may see to what is masked until asked for; the order is the order of care."""

    PUBLIC = "public"
    PARTNER = "partner"
    INTERNAL = "internal"
    RESTRICTED = "restricted"

    @property
    def rank(self) -> int:
        return list(InformationClass).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank < InformationClass(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= InformationClass(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > InformationClass(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= InformationClass(other).rank


CHOICES = [
    (InformationClass.PUBLIC.value, _("Public")),
    (InformationClass.PARTNER.value, _("KOL may see")),
    (InformationClass.INTERNAL.value, _("Internal")),
    (InformationClass.RESTRICTED.value, _("Restricted")),
]
