.PHONY: docker
docker: $(SAM) $(RIE) ## sam validate, sam build and sam local invoke, with a Docker daemon of its own where none runs (root)
	scripts/docker_target.sh $(CACHE)/sam/bin/sam
