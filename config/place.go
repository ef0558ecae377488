package config

import (
	"cmp"
	"strconv"
	"strings"

	"signet/share/address"
)

// readPlaces reads every [[place]].
func readPlaces(root *section) []Place {
	var out []Place
	lines := map[string]int{}
	for _, s := range root.tables("place") {
		p := readPlace(s)
		if first, twice := lines[p.Name]; twice && p.Name != "" {
			s.fail("name", "there are two places named "+quote(p.Name), "the first is in line "+strconv.Itoa(first))
		} else {
			lines[p.Name] = p.Line
		}
		out = append(out, p)
	}
	return out
}

func readPlace(s *section) Place {
	p := Place{
		Line: s.line(), Name: s.text("name"), Profile: s.text(keyProfile), Keys: readAccessKeys(s),
		Endpoint: s.endpoint(), Region: s.region(), PathStyle: s.flag("path_style"),
		Bucket: s.text("bucket"), Prefix: s.text("prefix"),
		Track: s.flag("track"), ReadOnly: s.flag("read_only"), NoBatches: s.forbids("batches"), Variants: s.variants(),
		PagesBucket: s.text("pages_bucket"), PagesPrefix: s.text("pages_prefix"),
	}
	p.HostStyle = s.has("path_style") && !p.PathStyle
	if t := s.table("sign"); t != nil {
		p.Sign = readSign(t, p)
	}
	p.Signers = readSigners(s)
	if s.done() {
		checkComplete(s)
	}
	checkPlace(s, p)
	return p
}

// checkComplete reports what a place lacks.
func checkComplete(s *section) {
	if !s.has("name") || s.values["name"] == "" {
		s.fail("name", "a place needs a name", `write name = "..."`)
	}
	keys := s.has(keyCommand) || s.has(keyFile) || s.has(keyKeychain)
	if !keys && !s.has("endpoint") && (!s.has(keyProfile) || s.values[keyProfile] == "") {
		s.fail("", "the place has neither profile nor endpoint",
			`write profile = "..." (of ~/.aws/config; "default" is one) or endpoint = "https://..."`)
	}
}

func checkPlace(s *section, p Place) {
	if strings.TrimSpace(p.Name) != p.Name {
		s.fail("name", "the name begins or ends with a space", "")
	}
	s.checkBucket("bucket", p.Bucket)
	s.checkBucket("pages_bucket", p.PagesBucket)
	if at := p.PagesPrefix; at != "" && (!strings.HasSuffix(at, "/") || strings.HasPrefix(at, "/") || address.DotSegments(at)) {
		s.fail("pages_prefix", "it is no folder that pages can be stored in", `write it as "`+DefaultPages+`"`)
	}
	if p.Prefix != "" && p.Bucket == "" {
		s.fail("prefix", "a prefix needs a bucket", `write bucket = "..." beside it`)
	}
}

// checkBucket reports what is no name of one bucket.
func (s *section) checkBucket(key, name string) {
	if strings.ContainsAny(name, "/?#*\\ ") {
		s.fail(key, "a bucket's name has no slash, space, star or question mark", "what follows the bucket goes into "+strings.Replace(key, "bucket", "prefix", 1))
	}
}

// readSign reads [place.sign] and completes it from its place.
func readSign(s *section, p Place) *SignWith {
	w := SignWith{Profile: s.text(keyProfile), Keys: readAccessKeys(s), Endpoint: s.endpoint(), Region: s.region(), PathStyle: s.flag("path_style"), Variants: s.variants()}
	w.HostStyle = s.has("path_style") && !w.PathStyle
	if len(s.values) == 0 {
		s.fail("", "[place.sign] is empty", `write profile = "..." or endpoint = "https://..." below it, or leave it out`)
	}
	s.done()
	if !s.has(keyProfile) && !w.Keys.Any() {
		w.Profile, w.Keys = p.Profile, p.Keys
	}
	if !s.has("endpoint") {
		w.Endpoint = p.Endpoint
	}
	if !s.has("region") {
		w.Region = p.Region
	}
	if !s.has("path_style") {
		w.PathStyle, w.HostStyle = p.PathStyle, p.HostStyle
	}
	w.inherit(p.Variants)
	return &w
}

// inherit takes from the place what was not said for its links.
func (w *SignWith) inherit(of address.Variants) {
	w.Variants.FIPS = cmp.Or(w.Variants.FIPS, of.FIPS)
	w.Variants.DualStack = cmp.Or(w.Variants.DualStack, of.DualStack)
	w.Variants.Accelerate = cmp.Or(w.Variants.Accelerate, of.Accelerate)
}

// variants reads which of AWS's hosts are wanted.
func (s *section) variants() address.Variants {
	return address.Variants{FIPS: s.choice("use_fips_endpoint"), DualStack: s.choice("use_dualstack_endpoint"), Accelerate: s.choice("use_accelerate_endpoint")}
}

func (s *section) choice(key string) address.Choice {
	switch {
	case s.flag(key):
		return address.Yes
	case s.has(key):
		return address.No
	}
	return address.Unsaid
}

func (s *section) endpoint() string {
	text := s.text("endpoint")
	if !s.has("endpoint") {
		return ""
	}
	if problem, hint := endpointProblem(text); problem != "" {
		s.fail("endpoint", problem, hint)
	}
	return strings.TrimRight(text, "/")
}

// servers reads a list of endpoints.
func (s *section) servers(key string) []string {
	list := s.texts(key)
	for i, text := range list {
		if problem, hint := endpointProblem(text); problem != "" {
			s.fail(join(key, strconv.Itoa(i)), problem, strings.Replace(hint, "write endpoint = ", "write it like ", 1))
		}
	}
	return list
}

// endpointProblem says why text is no endpoint, without quoting it.
func endpointProblem(text string) (problem, hint string) {
	if problem, hint = address.EndpointProblem(text); problem == "" {
		return "", ""
	}
	return "the endpoint " + problem, cmp.Or(hint, `write endpoint = "https://s3.example.com"`)
}

func (s *section) region() string {
	r := s.text("region")
	if len(r) > 63 || strings.Trim(r, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" {
		s.fail("region", "that is not a region", `write region = "eu-central-1"`)
	}
	return r
}
