"""Plain Python that knows neither Django nor a KOL: the clock, ids, money, errors as codes, secrets in files."""
