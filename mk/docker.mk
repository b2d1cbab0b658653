.PHONY: docker
docker: ## sam validate, sam build and sam local invoke, with a Docker daemon of its own where none runs (root)
	$(call build,$(SAM) $(RIE))
	@scripts/docker_target.sh $(CACHE)/sam/bin/sam
