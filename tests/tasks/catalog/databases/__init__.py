"""Real database servers for tests: MariaDB out of Debian's packages, PostgreSQL out of a wheel, SQLite out of Python.

Each is started once a test process, in a folder of its own under /tmp and on a free port of 127.0.0.1.
"""
