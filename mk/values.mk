# What is said on the command line (make job JOB=...) reaches the programs as it stands. Make would expand it: `$(shell ...)`
# would run, `$5` vanish; and a job's id is what an uploader called the file. A make below this one reads this, too.

# Every shell has a USER of its own: only the one of the command line is meant. The loop below hides where it is from.
FORGET := $(if $(findstring command,$(origin USER)),$(value USER))

define as_it_stands
override $(1) := $$(value $(1))
export $(1)
endef
# SHELL is make's own, and no program's.
$(foreach name,$(filter-out SHELL,$(.VARIABLES)),$(if $(findstring command,$(origin $(name))),$(eval $(call as_it_stands,$(name)))))

# One word of the shell, whatever is in it.
quoted = '$(subst ','\'',$(1))'
