# Not Linux. AWS's Lambda emulator is a Linux program, and so are flock and /proc: any command but help says how to get one.
# At the end of a line it would join it to the next.
BACKSLASH := \$()
define IN_A_CONTAINER
clipscribe runs on Linux, and this is $(SYSTEM). Here it runs in a container,
which needs Docker (docs/container.md):

  docker build --tag clipscribe-dev .devcontainer
  docker run --rm -it -v "$$PWD:/code" -v clipscribe-venv:/code/.venv $(BACKSLASH)
    -v clipscribe-cache:/code/.cache clipscribe-dev make $(MAKECMDGOALS)

endef

ifneq ($(filter-out help,$(MAKECMDGOALS)),)
$(info $(IN_A_CONTAINER))
$(error $(SYSTEM) is not Linux)
endif
