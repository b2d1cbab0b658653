# What we claim about speed, memory and money, measured again on this machine.
PEERS := $(CACHE)/peers/.stamp

$(PEERS): requirements/peers.txt
	$(call environment,$(CACHE)/peers,peers,$(PYTHON))

.PHONY: bench
bench: ## Measure jobs end to end and our claims of speed and memory (about 15 minutes; QUICK=1: 2; 4 GB of disk)
	$(call build,$(DEV) $(PEERS) $(RECOGNISER))
	PYTHONPATH=function $(BIN)/python -m bench $(if $(QUICK),--quick)
