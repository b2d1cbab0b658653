# The protocol of ledger, queue and callback, explored in every interleaving (tests/model).
.PHONY: model
model: ## Explore every interleaving of the protocol, and the flaw that each rule prevents (some minutes)
	$(call build,$(DEV))
	PYTHONPATH=function $(BIN)/python -m tests.model
