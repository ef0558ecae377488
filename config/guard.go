package config

import (
	"cmp"
	"errors"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"signet/share"
)

// readGuards reads every [[guard]]; places must have been read.
func readGuards(root *section, places []Place) []Guard {
	var out []Guard
	lines := map[string]int{}
	for _, s := range root.tables("guard") {
		g := readGuard(s, places)
		if first, twice := lines[g.Name]; twice && s.has("name") {
			s.fail("name", "there are two guards named "+quote(g.Name), "the first is in line "+strconv.Itoa(first))
		} else {
			lines[g.Name] = g.Line
		}
		out = append(out, g)
	}
	return out
}

func readGuard(s *section, places []Place) Guard {
	g := Guard{
		Line: s.line(), Name: s.text("name"), Bucket: s.text("bucket"), Prefix: s.text("prefix"),
		MaxExpiry: s.maxExpiry(places), Operations: s.operations(),
		RequireNote: s.flag("require_note"), RequireRecipient: s.flag("require_recipient"),
		PinVersion: s.flag("pin_version"), NoBatches: s.forbids("batches"), SignPlace: s.signPlace(places),
		Revocable: s.flag("revocable"), From: s.networks("from"),
	}
	s.done()
	if strings.Contains(g.Bucket, "/") {
		s.fail("bucket", "a bucket's name has no slash", "what follows the bucket goes into prefix")
	}
	rules := []string{"max_expiry", "operations", "require_note", "require_recipient", "pin_version", "batches", "sign_place", "revocable", "from"}
	if !slices.ContainsFunc(rules, s.has) {
		s.fail("", "the guard forbids nothing", "set at least one of "+strings.Join(rules, ", "))
	}
	g.Name = cmp.Or(g.Name, strings.TrimSuffix(orAny(g.Bucket)+"/"+g.Prefix, "/"))
	return g
}

// maxExpiry is the longest life that the guard allows: within that of a key, unless some
// place has a signer whose links live longer.
func (s *section) maxExpiry(places []Place) time.Duration {
	longer := slices.ContainsFunc(places, func(p Place) bool {
		return slices.ContainsFunc(p.Signers, func(w Signer) bool { return w.Kind.Info().Longest == 0 })
	})
	if longer {
		return s.span("max_expiry", func(text string) (time.Duration, error) { return parseWithin(text, 1, math.MaxInt64, "") })
	}
	return s.span("max_expiry", parseExpiry)
}

// networks reads a list of networks.
func (s *section) networks(key string) []netip.Prefix {
	list := s.texts(key)
	if v, ok := s.values[key].([]any); ok && len(v) == 0 {
		s.fail(key, key+" is empty: nothing could be shared", "name at least one network, or leave it out")
	}
	var out []netip.Prefix
	for i, text := range list {
		n, err := share.ParseNetworks([]string{text})
		var wrong *share.UsageError
		if errors.As(err, &wrong) {
			s.fail(join(key, strconv.Itoa(i)), wrong.Problem, wrong.Hint)
		}
		out = append(out, n...)
	}
	return out
}

func orAny(pattern string) string {
	if pattern == "" {
		return "*"
	}
	return pattern
}

func (s *section) operations() []string {
	list := s.texts("operations")
	if v, ok := s.values["operations"].([]any); ok && len(v) == 0 {
		s.fail("operations", "operations is empty: nothing could be shared", "name at least one, or leave it out to allow all")
	}
	for i, o := range list {
		if !slices.Contains(share.OperationNames(), o) {
			s.fail(join("operations", strconv.Itoa(i)), "there is no operation "+quote(o), operationHint(o))
		}
	}
	return list
}

// operationHint knows what people call the operations.
func operationHint(text string) string {
	if op, err := share.ParseOperation(text); err == nil {
		return "write " + string(op)
	}
	return oneOf(share.OperationNames())
}

func (s *section) signPlace(places []Place) string {
	name := s.text("sign_place")
	if !s.has("sign_place") {
		return ""
	}
	if i := slices.IndexFunc(places, func(p Place) bool { return p.Name == name }); name != "" && i >= 0 {
		return name
	}
	s.fail("sign_place", "there is no place "+quote(name), placeHint(name, places))
	return name
}

func placeHint(name string, places []Place) string {
	var names []string
	for _, p := range places {
		names = append(names, p.Name)
	}
	switch n := nearest(name, names); {
	case n != "":
		return "did you mean " + n + "?"
	case len(names) == 0:
		return "no place is set up yet; add a [[place]]"
	}
	return oneOf(names)
}
