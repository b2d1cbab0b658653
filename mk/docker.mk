.PHONY: docker
docker: ## sam validate, sam build and sam local invoke, with a Docker daemon of its own where none runs (root; half an hour the first time)
	$(call build,$(SAM) $(RIE))
	@scripts/docker_target.sh $(CACHE)/sam/bin/sam
