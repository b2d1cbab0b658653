# The image's own FFmpeg, built here: for the tests of it, the image builds its own (layers/ffmpeg/README.md).
STATIC_FFMPEG := $(CACHE)/ffmpeg/bin/ffmpeg

$(STATIC_FFMPEG): $(wildcard layers/ffmpeg/*)
	sh layers/ffmpeg/build.sh $(CACHE)/ffmpeg

.PHONY: ffmpeg
ffmpeg: $(STATIC_FFMPEG) ## Build the image's static FFmpeg (on Debian, with build-essential nasm pkg-config zlib1g-dev libzimg-dev)

.PHONY: test-ffmpeg
test-ffmpeg: $(STATIC_FFMPEG) ## Run the media suites on the image's static FFmpeg
	$(call build,$(DEV) $(STRACE))
	FFMPEG_UNDER_TEST=$(STATIC_FFMPEG) $(BIN)/pytest --numprocesses=2 tests/hostile $(wildcard tests/adapters/test_ffmpeg_*.py) \
		$(wildcard tests/tasks/segment_mix/test_mixer*.py) tests/handler/test_odd_sound.py
	FFMPEG_UNDER_TEST=$(STATIC_FFMPEG) PYTHONPATH=function $(BIN)/python -m tests.hostile --files 1000 --report build/hostile-static.json
