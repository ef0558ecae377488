package address

import "strings"

// Understood is how a text is read, in one line: store, bucket, key, version and region,
// as far as it tells them; empty: it names nothing, or a bucket alone. Which server it
// is at only the place can say.
func Understood(text string) string {
	text = Bare(text)
	a, ok := readWherever(text)
	if !ok || a.Bucket == "" {
		return ""
	}
	parts := []string{}
	for _, part := range []struct{ name, value string }{
		{"", a.what()}, {"bucket ", a.Bucket}, {"key ", a.Key}, {"or ", a.Other}, {"version ", a.Version}, {"region ", a.Region},
	} {
		if part.value != "" {
			parts = append(parts, part.name+part.value)
		}
	}
	return strings.Join(parts, " · ")
}

// what is the store, and whatever is not a plain bucket of it.
func (a Address) what() string {
	store := a.Store
	if a.Guessed {
		store = a.Host
	} else if store == "" && a.AWS() {
		store = "AWS S3"
	}
	switch {
	case a.Style.point(), a.Style == MultiRegion, a.Style == Website:
		store = strings.TrimSpace(store + " " + string(a.Style))
	case IsDirectory(a.Bucket):
		store = strings.TrimSpace(store + " directory bucket")
	case IsPoint(a.Bucket):
		store = strings.TrimSpace(store + " access point's alias")
	}
	for _, variant := range []struct {
		on   bool
		name string
	}{{a.FIPS, "FIPS"}, {a.DualStack, "dual-stack"}} {
		if variant.on {
			store += ", " + variant.name
		}
	}
	return store
}

// readWherever reads a text without asking which server is meant.
func readWherever(text string) (Address, bool) {
	if scheme, _, found := strings.Cut(text, "://"); found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) {
		u, err := parseURLOf(text)
		if err != nil {
			return Address{}, false
		}
		if a, ok := console(u); ok {
			return a, true
		}
		a := Read(u.Scheme, u.Host, u.EscapedPath())
		a.Version = u.Query().Get("versionId")
		a.readPlus(u.EscapedPath())
		return a, true
	}
	a, err := readText(text, func() []string { return nil })
	return a, err == nil || a.Bucket != ""
}
