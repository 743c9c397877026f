"""The small tables that everything else adds up."""
