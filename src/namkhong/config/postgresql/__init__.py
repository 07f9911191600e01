"""Django's PostgreSQL for page processes: nobody waits for ever for a replica that does not confirm (``base``)."""
