# For the builder that `sam build` uses by default: no RUN --mount, no heredoc, no syntax line.

FROM public.ecr.aws/lambda/python:3.13 AS packages
COPY requirements/runtime.txt /build/requirements.txt
RUN python3 -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-compile --no-deps --require-hashes --only-binary :all: \
    --target /build/packages --requirement /build/requirements.txt
# The root file system of a function is read-only, so bytecode has to be there before. It is never checked against the source.
RUN python3 -m compileall -q -j 0 --invalidation-mode unchecked-hash /build/packages

# Debian's source package of FFmpeg is maintained for security; what is built of it is static and runs on any Linux.
FROM debian:trixie-slim AS ffmpeg
RUN apt-get -qq update && apt-get -qq install --yes --no-install-recommends build-essential dpkg-dev nasm pkg-config xz-utils zlib1g-dev libzimg-dev >/dev/null
COPY layers/ffmpeg /build/ffmpeg
ARG FFMPEG_VERSION=
RUN sh /build/ffmpeg/build.sh /build/layer

FROM public.ecr.aws/lambda/python:3.13 AS code
COPY function /build/task
COPY certs /build/certs
COPY LICENSE NOTICE /build/doc/
# Lambda runs as a user without rights of its own; a checkout made under a strict umask would not be readable to it.
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /build/task && chmod -R a+rX,go-w /build

FROM public.ecr.aws/lambda/python:3.13
COPY --from=ffmpeg /build/layer /opt
COPY --from=packages /build/packages ${LAMBDA_TASK_ROOT}
COPY --from=code /build/certs /opt/certs
COPY --from=code /build/doc /opt/share/doc/clipscribe
COPY --from=code /build/task ${LAMBDA_TASK_ROOT}
ENV FFMPEG_PATH=/opt/bin/ffmpeg
# With an arena for each thread a worker grew by 20 MB in 1,000 messages; with two it stays flat (make soak).
ENV MALLOC_ARENA_MAX=2
# A name server that does not answer is waited for 4 s and not 10, by every client alike (measured; resolv.conf(5)).
ENV RES_OPTIONS="timeout:2 attempts:2"
CMD ["app.handler"]
