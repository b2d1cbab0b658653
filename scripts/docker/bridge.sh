# Sourced by daemon.sh: a bridge and a subnet of our own for the private daemon. With docker0, or with its own rules of iptables, it would
# cut the containers of another daemon: each one flushes the chains of the one before, and at its end takes the bridge away.

make_bridge() {
  local number
  bridge=clip$$
  for number in $(seq 0 254); do
    subnet=10.213.$number
    [ -n "$(ip -o address show to "$subnet.0/24"; ip route show to root "$subnet.0/24")" ] || break
  done
  ip link add "$bridge" type bridge
  ip address add "$subnet.1/24" dev "$bridge"
  ip link set "$bridge" up
  change_rules -I
  # Where local-up listens, so that the containers find it.
  export LOCAL_HOST=$subnet.1
}

remove_bridge() {
  change_rules -D 2>/dev/null || true
  ip link delete "$bridge" 2>/dev/null || true
}

# The way out for the containers, and back.
change_rules() {
  iptables -t nat "$1" POSTROUTING -s "$subnet.0/24" ! -o "$bridge" -j MASQUERADE
  iptables "$1" FORWARD -i "$bridge" -j ACCEPT
  iptables "$1" FORWARD -o "$bridge" -j ACCEPT
}
