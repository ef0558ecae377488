package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"signet/share"
	"signet/share/address"
	"signet/share/say"
)

// The sources that are neither a file nor a variable.
const (
	sourceDefault = "default"
	sourceFlag    = "flag"
)

// Value is one setting as it stands, and where it came from: "default", "flag",
// the name of an environment variable, or FILE:LINE.
type Value struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// Values lists every setting with its source: the single values first, then
// what the file says of places, guards, access points and servers, then where files live.
func (s *Settings) Values() []Value {
	var out []Value
	for _, c := range scalars() {
		out = append(out, Value{c.key, c.get(s), s.sources[c.key]})
	}
	for i, p := range s.Places {
		path := "place." + strconv.Itoa(i)
		out = append(out, s.at(path, "place."+p.Name, placePairs(p))...)
		for j, w := range p.Signers {
			out = append(out, s.at(path+"."+signerTable+"."+strconv.Itoa(j), "place."+p.Name+"."+signerTable+"."+w.Name, w.pairs())...)
		}
	}
	for i, g := range s.Guards {
		out = append(out, s.at("guard."+strconv.Itoa(i), "guard."+g.Name, guardPairs(g))...)
	}
	for _, point := range slices.Sorted(maps.Keys(s.AccessPoints)) {
		out = append(out, Value{"access_points." + point, s.AccessPoints[point], s.sourceOf("access_points", point)})
	}
	for i, server := range s.RefusesUnsigned {
		key := strconv.Itoa(i)
		out = append(out, Value{"refuses_unsigned." + key, server, s.sourceOf("refuses_unsigned", key)})
	}
	for _, action := range slices.Sorted(maps.Keys(s.Keys)) {
		out = append(out, s.KeysOf(Action{Name: action}))
	}
	return append(out, s.pathValues()...)
}

// ReadOnlySource is what makes every place read-only, or the place of that name:
// "flag", the name of a variable, or FILE:LINE. Empty: nothing does.
func (s *Settings) ReadOnlySource(place string) string {
	for i, p := range s.Places {
		if p.Name == place && p.ReadOnly {
			return s.sourceOf("place."+strconv.Itoa(i), "read_only")
		}
	}
	if s.ReadOnly {
		return s.sources["read_only"]
	}
	return ""
}

// BatchSource is what forbids batches in the place of that name, as FILE:LINE. Empty:
// nothing does.
func (s *Settings) BatchSource(place string) string {
	for i, p := range s.Places {
		if p.Name == place && p.NoBatches {
			return s.sourceOf("place."+strconv.Itoa(i), "batches")
		}
	}
	return ""
}

// pair is a key and its value below a place or guard.
type pair struct{ key, value string }

// at gives the pairs that say something their full key and the line they came from.
func (s *Settings) at(path, prefix string, pairs []pair) []Value {
	var out []Value
	for _, p := range pairs {
		if p.value != "" && (p.value != "false" || p.key == "batches") {
			out = append(out, Value{prefix + "." + p.key, p.value, s.sourceOf(path, p.key)})
		}
	}
	return out
}

// sourceOf is the line that sets a key of a place or guard. What [place.sign]
// leaves out stands where the place has it; what nobody wrote is a default.
func (s *Settings) sourceOf(path, key string) string {
	if s.document == nil {
		return "program"
	}
	own, inherited := strings.CutPrefix(key, "sign.")
	spot, ok := s.document.places[join(path, key)]
	if !ok && inherited {
		spot, ok = s.document.places[join(path, own)]
	}
	if !ok {
		return sourceDefault
	}
	return fmt.Sprintf("%s:%d", s.File, s.document.line(spot.key))
}

func placePairs(p Place) []pair {
	out := []pair{
		{keyProfile, p.Profile},
		{"endpoint", p.Endpoint},
		{"region", p.Region},
		{"path_style", styled(p.PathStyle, p.HostStyle)},
		{"bucket", p.Bucket},
		{"prefix", p.Prefix},
		{"track", strconv.FormatBool(p.Track)},
		{"read_only", strconv.FormatBool(p.ReadOnly)},
		{"batches", batches(p.NoBatches)},
		{"pages_bucket", p.PagesBucket},
		{"pages_prefix", p.PagesPrefix},
	}
	if w := p.Sign; w != nil {
		out = append(out, pair{"sign.profile", w.Profile}, pair{"sign.endpoint", w.Endpoint},
			pair{"sign.region", w.Region}, pair{"sign.path_style", styled(w.PathStyle, w.HostStyle)})
		out = append(out, w.Keys.pairs("sign.")...)
		out = append(out, variantPairs("sign.", w.Variants)...)
	}
	out = append(out, p.Keys.pairs("")...)
	return append(out, variantPairs("", p.Variants)...)
}

// batches is said only where they are forbidden.
func batches(forbidden bool) string {
	if forbidden {
		return "false"
	}
	return ""
}

// styled is how buckets are named, as the file has it.
func styled(path, host bool) string {
	if !path && !host {
		return "auto"
	}
	return strconv.FormatBool(path)
}

// variantPairs are the hosts of AWS of which something was said.
func variantPairs(table string, v address.Variants) (out []pair) {
	for _, c := range []struct {
		key    string
		choice address.Choice
	}{{"use_fips_endpoint", v.FIPS}, {"use_dualstack_endpoint", v.DualStack}, {"use_accelerate_endpoint", v.Accelerate}} {
		if c.choice != address.Unsaid {
			out = append(out, pair{table + c.key, strconv.FormatBool(c.choice == address.Yes)})
		}
	}
	return out
}

func guardPairs(g Guard) []pair {
	expiry := ""
	if g.MaxExpiry > 0 {
		expiry = say.Compact(g.MaxExpiry)
	}
	return []pair{
		{"bucket", orAny(g.Bucket)},
		{"prefix", g.Prefix},
		{"max_expiry", expiry},
		{"operations", strings.Join(g.Operations, ", ")},
		{"require_note", strconv.FormatBool(g.RequireNote)},
		{"require_recipient", strconv.FormatBool(g.RequireRecipient)},
		{"pin_version", strconv.FormatBool(g.PinVersion)},
		{"batches", batches(g.NoBatches)},
		{"sign_place", g.SignPlace},
		{"revocable", strconv.FormatBool(g.Revocable)},
		{"from", share.Mandate{From: g.From}.Networks()},
	}
}

func (s *Settings) pathValues() []Value {
	source := "XDG folders"
	if s.Paths.Root != "" {
		source = "SIGNET_HOME"
	}
	file := "not there yet"
	if s.Found {
		file = "read"
	}
	return []Value{
		{"path.config", s.File, file},
		{"path.ledger", s.Paths.Ledger(), source},
		{"path.bookmarks", s.Paths.Bookmarks(), source},
		{"path.recents", s.Paths.Recents(), source},
		{"path.regions", s.Paths.Regions(), source},
		{"path.cache", s.Paths.cacheDir(), source},
	}
}
