# Sourced by docker_target.sh: a Docker daemon of our own where none answers. Needs root, and Debian's docker.io (installed if missing).
# Everything it keeps is under $DOCKER_CACHE; it is ended by its own process id, and its bridge with it.
. scripts/docker/bridge.sh

daemon_answers() { docker version >/dev/null 2>&1; }

start_daemon() {
  if ! daemon_answers; then
    if [ "$(id -u)" != 0 ]; then
      echo "docker target: no Docker daemon answers, and only root can start one" >&2
      return 1
    fi
    scripts/docker/install.sh dockerd docker.io "$DOCKER_CACHE/apt.log"
  fi
  # Debian may have started the daemon it installed.
  if daemon_answers; then
    echo "docker target: using the Docker daemon that already runs"
    return
  fi
  start_private_daemon
}

start_private_daemon() {
  make_bridge
  # A socket's path holds 108 characters at most, a checkout's may be longer.
  daemon_run=$(mktemp -d /tmp/clipscribe-docker.XXXXXX)
  export DOCKER_HOST="unix://$daemon_run/docker.sock"
  setsid dockerd --host "$DOCKER_HOST" --data-root "$DOCKER_CACHE/data" --exec-root "$daemon_run/exec" --pidfile "$daemon_run/pid" \
    --bridge "$bridge" --iptables=false --ip6tables=false >"$DOCKER_CACHE/daemon.log" 2>&1 </dev/null &
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
  if [ -n "${daemon_pid:-}" ]; then
    kill "$daemon_pid" 2>/dev/null || true
    wait "$daemon_pid" 2>/dev/null || true
    rm -rf "$daemon_run"
    echo "docker target: ended the private Docker daemon"
  fi
  [ -z "${bridge:-}" ] || remove_bridge
}
