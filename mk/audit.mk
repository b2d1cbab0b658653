# Attack suites too long for `make test`, and what is known about the parts of the image.
AUDIT := $(CACHE)/audit/.stamp
IMAGE ?= clipscribe

$(AUDIT): requirements/audit.txt
	$(call environment,$(CACHE)/audit,audit,$(PYTHON))

.PHONY: hostile
hostile: ## Send 1,000 bad files and 20 attacks through the handler
	$(call build,$(DEV) $(STRACE))
	PYTHONPATH=function $(BIN)/python -m tests.hostile --files 1000 --report build/hostile.json
	$(BIN)/pytest tests/hostile/test_payloads.py

.PHONY: audit
audit: ## List what is in the image (build/sbom.json), and known vulnerabilities of it (needs the network)
	$(call build,$(AUDIT))
	@$(CACHE)/audit/bin/python scripts/audit/list_contents.py $(CACHE)/audit/bin/cyclonedx-py requirements/runtime.txt layers/ffmpeg/SHA256SUMS build/sbom.json
	@$(CACHE)/audit/bin/python scripts/audit/find_vulnerabilities.py $(CACHE)/audit/bin/pip-audit requirements/runtime.txt
	@scripts/audit/scan_image.sh $(call quoted,$(IMAGE))
