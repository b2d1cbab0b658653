"""The catalogue's database: MySQL or MariaDB, PostgreSQL, or SQLite on a laptop.

assets      implements the port: one transaction a call
tables      the tables, and the upsert that each database spells its own way
engine      one pooled connection a container: address, TLS, password or IAM token
postgresql  connections that wait for an answer only so long
faults      what the databases' errors mean
refusals    which of them pass with time

SQLAlchemy and the drivers take a quarter of a second to import, so that only the catalogue's task imports this package.
"""
