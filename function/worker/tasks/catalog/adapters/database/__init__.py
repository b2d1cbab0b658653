"""The catalogue's database: MySQL or MariaDB, PostgreSQL, or SQLite on a laptop.

assets      implements the port: one transaction a call
tables      the tables, and the upsert that each database spells its own way
engine      one pooled connection a container: address, TLS, password or IAM token
postgresql  connections with a limit on the wait for an answer
faults      what the databases' errors mean
refusals    which errors pass with time

SQLAlchemy and the drivers take a quarter of a second to import, so only the catalogue's task imports this package.
"""
