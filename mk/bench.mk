# What our comments claim about speed and memory, measured again on this machine.
.PHONY: bench
bench: ## Measure what we claim about speed and memory, as ratios (1-2 minutes; takes 3 GB of memory for a moment)
	$(call build,$(DEV))
	PYTHONPATH=function $(BIN)/python -m tests.benchmarks
