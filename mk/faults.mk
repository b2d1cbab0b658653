# Everything that can go wrong with a job, in real worker processes.
RUNS ?= 3
SEED ?= 20261121

.PHONY: faults
faults: ## Kill, hang, starve and mislead workers, and judge what became of each job (RUNS=3 SEED=...; build/faults.json)
	$(call build,$(DEV) $(EMULATOR) $(RIE) $(STRACE))
	PYTHONPATH=function $(BIN)/python -m tests.faults --runs $(call quoted,$(RUNS)) --seed $(call quoted,$(SEED)) --report build/faults.json

.PHONY: soak
soak: ## Send 10,000 messages through the workers, a fifth of them in trouble (an hour; build/soak.json)
	$(call build,$(DEV) $(EMULATOR) $(STRACE))
	PYTHONPATH=function $(BIN)/python -m tests.faults.soak --messages 10000 --seed $(call quoted,$(SEED)) --report build/soak.json
