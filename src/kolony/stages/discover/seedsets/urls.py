"""Addresses under /desk/discover/seed-sets/."""

app_name = "seedsets"

urlpatterns = []
