# The product on one machine. Keys of the real services in the environment make it use those (see README, Try it).
# A developer's environment holds all of the demo's.
PYTHON_HERE := $(if $(wildcard $(DEV)),$(DEV),$(DEMO))
LAPTOP := $(PYTHON_HERE) $(EMULATOR) $(RIE)
# Only the CLOVA stand-in needs an offline recogniser, and it only hears summaries. A video of one's own is in Korean unless
# SPOKEN says otherwise (local.request); what local-up uploads by itself is in English. The environment's words are not expanded.
ifeq ($(value STT),speech)
EARS := $(if $(and $(value CLOVA_SPEECH_INVOKE_URL),$(value CLOVA_SPEECH_SECRET)),,$(RECOGNISER))
UP_EARS := $(EARS)
else ifeq ($(and $(value CLOVA_API_KEY_ID),$(value CLOVA_API_KEY)),)
EARS := $(if $(filter-out summary,$(value TASK)),,$(if $(filter Kor,$(or $(value SPOKEN),$(if $(value VIDEO),Kor))),$(KOREAN),$(RECOGNISER)))
UP_EARS := $(RECOGNISER) $(if $(filter Kor,$(value SPOKEN)),$(KOREAN))
endif

# The shell that answers is a child of this make: the program ends with it, whatever ends it.
in_foreground = PYTHONPATH=function exec $(BIN)/python -m local.foreground $(shell echo $$PPID) $(1)

.PHONY: demo
demo: ## Run one video through everything, here: the sample, or VIDEO=path (SPOKEN=Eng if it is not in Korean; TASK=catalog|segment_mix; STT=speech: words, speakers; CLAUDE=bedrock; BACKEND=url tells yours)
	$(call build,$(LAPTOP) $(EARS))
	@$(call in_foreground,local.demo)

.PHONY: cost
cost: ## Say what a video would cost, before it is uploaded: VIDEO=path (docs/costs.md)
	$(call build,$(PYTHON_HERE))
	@PYTHONPATH=function exec $(BIN)/python -m local.cost

.PHONY: local-up
local-up: ## Work on what is uploaded here, until Ctrl-C (SPOKEN=Kor, STT=speech, BACKEND=url; RUN=0 leaves the jobs to `sam local invoke`)
	$(call build,$(LAPTOP) $(UP_EARS))
	@$(call in_foreground,local.up)

.PHONY: doctor
doctor: ## Look at settings, FFmpeg, reachability and permissions, without paying (STACK=name: those of a deployed stack)
	$(call build,$(PYTHON_HERE))
	@PYTHONPATH=function exec $(BIN)/python -m local.doctor

# STACK=name is a deployed stack; without it the local one that local-up serves.
operate = PYTHONPATH=function exec $(BIN)/python -m local.operating.$(1)

.PHONY: job
job: ## Tell one job's whole story: JOB=987654321, in AWS also STACK=name
	$(call build,$(PYTHON_HERE))
	@$(call operate,job)

.PHONY: failed
failed: ## List the dead letters and their reasons; takes nothing out (STACK=name)
	$(call build,$(PYTHON_HERE))
	@$(call operate,failed)

.PHONY: redrive
redrive: ## Move dead letters back into the job queue, all or JOB=987654321's (STACK=name; YES=1 asks nothing)
	$(call build,$(PYTHON_HERE))
	@$(call operate,redrive)

forget: export FORGET := $(FORGET)
.PHONY: forget
forget: ## Delete all that is kept of a user: USER=123 (STACK=name asks first; YES=1 does not)
	$(call build,$(PYTHON_HERE))
	@$(call operate,forget)
.PHONY: cancel
cancel: ## End a job for good and pay for nothing more: JOB=987654321 (STACK=name; YES=1 asks nothing)
	$(call build,$(PYTHON_HERE))
	@$(call operate,cancel)

.PHONY: resend
resend: ## Send a job's stored outcome to the backend again, under its webhook-id: JOB=987654321 (STACK=name)
	$(call build,$(PYTHON_HERE))
	@$(call operate,resend)

.PHONY: migrate
migrate: ## Bring the catalogue's database to the newest version (DATABASE_URL, or DB_HOST DB_USER DB_PASSWORD DB_NAME)
	$(call build,$(PYTHON_HERE))
	@PYTHONPATH=function exec $(BIN)/python -m alembic upgrade head
