# Sourced by docker_target.sh: a Docker daemon of our own where none answers. Needs root, and Debian's docker.io (installed if missing).
# Everything it keeps is under $DOCKER_CACHE; it is ended by its own process id.

daemon_answers() { docker version >/dev/null 2>&1; }

install_docker() {
  command -v dockerd >/dev/null && return
  echo "docker target: installing Debian's docker.io"
  apt-get install -y -qq --no-install-recommends docker.io >"$DOCKER_CACHE/apt.log" 2>&1 || { tail -5 "$DOCKER_CACHE/apt.log" >&2; return 1; }
}

start_daemon() {
  if ! daemon_answers; then
    if [ "$(id -u)" != 0 ]; then
      echo "docker target: no Docker daemon answers, and only root can start one" >&2
      return 1
    fi
    install_docker
  fi
  # Debian may have started the daemon it installed.
  if daemon_answers; then
    echo "docker target: using the Docker daemon that already runs"
    return
  fi
  start_private_daemon
}

start_private_daemon() {
  had_bridge=$(ip link show docker0 2>/dev/null || true)
  # A socket's path holds 108 characters at most, a checkout's may be longer.
  daemon_run=$(mktemp -d /tmp/clipscribe-docker.XXXXXX)
  export DOCKER_HOST="unix://$daemon_run/docker.sock"
  setsid dockerd --host "$DOCKER_HOST" --data-root "$DOCKER_CACHE/data" --exec-root "$daemon_run/exec" --pidfile "$daemon_run/pid" \
    >"$DOCKER_CACHE/daemon.log" 2>&1 </dev/null &
  daemon_pid=$!
  for _ in $(seq 60); do
    daemon_answers && break
    kill -0 "$daemon_pid" 2>/dev/null || break
    sleep 0.5
  done
  daemon_answers || { tail -5 "$DOCKER_CACHE/daemon.log" >&2; return 1; }
  echo "docker target: started a private Docker daemon (process $daemon_pid)"
}

stop_daemon() {
  [ -n "${daemon_pid:-}" ] || return 0
  kill "$daemon_pid" 2>/dev/null || true
  wait "$daemon_pid" 2>/dev/null || true
  [ -n "$had_bridge" ] || ip link delete docker0 2>/dev/null || true
  rm -rf "$daemon_run"
  echo "docker target: ended the private Docker daemon"
}
