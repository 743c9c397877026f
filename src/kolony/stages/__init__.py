"""The life of a KOL, in the order it is lived. The menu, the docs and the import laws read this order."""

ORDER = ("discover", "recruit", "grow", "campaign", "distribute", "care", "govern", "retain", "insight")
