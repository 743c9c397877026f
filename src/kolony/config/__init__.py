"""The installation: settings, addresses, the database that comes with it, the processes. It alone knows everybody."""
