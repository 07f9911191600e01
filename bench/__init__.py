"""``make bench``: how near the product comes to what PostgreSQL itself can do, in one run on one server.

First the raw limit: what one submission, one move, one reading must at least write or read, straight in SQL by pgbench.
Then our API over HTTP with everything on: tokens, validation, permissions, record, jobs. What was promised and is missed
is printed as missed.
"""
