# The tests and the gates. `make check` is what CI runs.
RUNTIME := $(CACHE)/runtime/.stamp
TEST_TOOLS := $(DEV) $(EMULATOR) $(RECOGNISER) $(RIE) $(STRACE) $(MARIADB) $(SIMULATOR)

$(RUNTIME): requirements/runtime.txt
	$(call environment,$(CACHE)/runtime,runtime,$(PYTHON))

# Side by side, and one `make` at a time: two would build the same environment.
define build
	@mkdir -p $(CACHE) && scripts/hold_lock.sh Makefile $(MAKE) --silent --no-print-directory --jobs=2 $(1)
endef

# A file's tests share what is costly. In the order of their folders, so that the small ones of `unit` come last.
PYTEST := $(BIN)/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder
# A third of the time is spent waiting (leases, queues, silent servers), which a third process fills on two cores.
THREE := --numprocesses=3

# The end-to-end tests and the faults record the functions' calls of AWS; then these ask whether the roles allow them,
# and no more.
CALLS := build/aws-calls.jsonl
ROLES := tests/roles

.PHONY: test
test: ## Run the tests, but those that take long (sets up what it needs; no Docker, no root)
	$(call build,$(TEST_TOOLS))
	@rm -f $(CALLS)
	$(PYTEST) $(THREE) -m "not long" --ignore=$(ROLES)
	$(PYTEST) $(ROLES)

# They run the product for long, over and over what other tests cover; coverage would double their time.
UNCOVERED := tests/faults tests/model tests/bench

.PHONY: check
check: ## Run every gate: style, types, imports, template, every test with coverage
	$(call build,$(TEST_TOOLS) $(SAM) $(RUNTIME))
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright --pythonpath $(BIN)/python
	PYTHONPATH=function $(BIN)/lint-imports
	cd function && ../$(CACHE)/runtime/bin/python -W error -c "import app; print('app imports with requirements/runtime.txt alone')"
	$(CACHE)/sam/bin/sam validate --lint
	$(CACHE)/sam/bin/sam validate --lint -t stacks/watching.yaml
	@rm -f $(CALLS)
	$(PYTEST) --cov --cov-report=term $(addprefix --ignore=,$(UNCOVERED) $(ROLES))
	$(PYTEST) $(UNCOVERED)
	$(PYTEST) $(ROLES)

.PHONY: format
format: ## Format the code and mend what ruff can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: clean
clean: ## Remove what the commands have made here, and say what: environments, caches, reports
	@scripts/hold_lock.sh Makefile scripts/clean.sh
