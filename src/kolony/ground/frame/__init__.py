"""What every page is made of: components, lists, figures, long jobs, letters. It knows Django and no KOL word."""
