# Every command a person or CI needs. Each environment is built once from a hash-pinned file and rebuilt when that changes.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# First: what is said on the command line is safe from here on.
include mk/values.mk

# Python 3.13 is what the image runs; 3.11 to 3.14 do on a laptop.
PYTHON ?= $(shell scripts/find_python.sh 3.13 3.14 3.12 3.11)
RECOGNISER_PYTHON ?= $(shell scripts/find_python.sh 3.13 3.12 3.11)
CACHE := .cache
BIN := .venv/bin
# Bytecode stands in a tree of its own: the sources' folders stay clean, and no process compiles them again.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(CACHE)/bytecode
export SAM_CLI_TELEMETRY := 0

# The everyday five, then what else runs the product, then what changes it; what is not named here comes last.
IN_ORDER := demo doctor job failed redrive resend cancel local-up cost forget migrate test check format clean help

.PHONY: help
help: ## List the commands
	@awk -v first="$(IN_ORDER)" -f scripts/list_commands.awk $(MAKEFILE_LIST)

SYSTEM := $(shell uname -s)
ifneq ($(SYSTEM),Linux)
include mk/elsewhere.mk
endif

include mk/environments.mk mk/laptop.mk mk/checks.mk mk/bench.mk mk/model.mk mk/docker.mk mk/ffmpeg.mk mk/audit.mk mk/faults.mk
