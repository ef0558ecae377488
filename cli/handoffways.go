package cli

import (
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"signet/share/handoff"
)

// handOffPort is that of a hand-off where none is said.
const handOffPort = 8443

// ways are the addresses of this machine that somebody in the room may reach, then the
// one that only a tunnel leads to. Over ssh that one is the first: whoever holds the
// phone is at the other end.
func (a *app) ways() []handoff.Way {
	out := []handoff.Way{}
	within := handoff.Way{Interface: "this machine alone", Address: netip.AddrFrom4([4]byte{127, 0, 0, 1})}
	interfaces, _ := net.Interfaces() // where they cannot be listed there is the last one
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		all, _ := i.Addrs()
		for _, at := range all {
			p, err := netip.ParsePrefix(at.String())
			if err != nil || p.Addr().IsLinkLocalUnicast() || p.Addr().IsMulticast() {
				continue
			}
			out = append(out, handoff.Way{Interface: i.Name, Address: p.Addr().Unmap()})
		}
	}
	slices.SortStableFunc(out, func(x, y handoff.Way) int { // phones get an address of the old kind more often
		switch {
		case x.Address.Is4() == y.Address.Is4():
			return 0
		case x.Address.Is4():
			return -1
		}
		return 1
	})
	if a.overSSH() {
		return append([]handoff.Way{within}, out...)
	}
	return append(out, within)
}

func (a *app) overSSH() bool { return a.Env("SSH_CONNECTION") != "" }

// tunnel is what is run on the laptop of somebody who came by ssh, so that a phone in
// the room reaches this machine through it; empty: nobody came by ssh.
func (a *app) tunnel(port uint16) string {
	fields := strings.Fields(a.Env("SSH_CONNECTION")) // the client's address and port, and the server's
	if len(fields) != 4 {
		return ""
	}
	host, text := fields[2], strconv.Itoa(int(port))
	if _, err := netip.ParseAddr(host); err != nil {
		host = "HOST"
	}
	by := "ssh "
	if _, err := strconv.ParseUint(fields[3], 10, 16); err == nil && fields[3] != "22" {
		by += "-p " + fields[3] + " "
	}
	return by + "-L 0.0.0.0:" + text + ":127.0.0.1:" + text + " " + host
}

// parseListen reads an address of this machine, with a port or without.
func parseListen(text string, port uint16) (netip.AddrPort, error) {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at, nil
	}
	if at, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return netip.AddrPortFrom(at, port), nil
	}
	return netip.AddrPort{}, &usageError{"--listen " + clean(text) + " is no address of this machine", "write ADDRESS:PORT with numbers, as 192.168.178.23:8443"}
}
