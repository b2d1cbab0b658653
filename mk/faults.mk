# Everything that can go wrong with a job, in real worker processes.
RUNS ?= 5
SEED ?= 20261121

.PHONY: faults
faults: ## Kill, hang, starve and mislead workers, and judge what became of each job (RUNS=5 SEED=...; build/faults.json)
	$(call build,$(DEV) $(EMULATOR) $(RIE) $(STRACE))
	PYTHONPATH=function $(BIN)/python -m tests.faults --runs $(RUNS) --seed $(SEED) --report build/faults.json
