"""How dates are written: the language packs of Django, with British dates for English."""
