"""The list of people: who is known here, found by name, account or pinyin."""
