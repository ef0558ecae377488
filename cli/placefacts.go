package cli

import (
	"cmp"
	"fmt"
	"strings"

	"signet/config"
	"signet/ui"
)

// placeFacts are what is known of a place, for the card beside the list of places.
func (a *app) placeFacts(p *place) []ui.Fact {
	c := p.config
	if c.Name == "" { // a profile, the environment, the demo
		return told(
			ui.FactAddress, cmp.Or(p.conn.Endpoint, endpointLike(p.where), "AWS"),
			ui.FactRegion, cmp.Or(p.conn.Region, regionLike(p.where)),
			ui.FactKeys, sourceWords(p),
			ui.FactForbids, strings.Join(forbids(p), "; "),
		)
	}
	return told(
		ui.FactAddress, cmp.Or(c.Endpoint, "AWS"),
		ui.FactRegion, cmp.Or(c.Region, "the profile's, or as the server says"),
		ui.FactStyle, styleWords(c),
		ui.FactKeys, keysWords(c),
		ui.FactLinks, linksWords(c),
		ui.FactBegins, cmp.Or(startOf(c), "the list of buckets"),
		ui.FactForbids, strings.Join(forbids(p), "; "),
		ui.FactTried, a.triedWords(c.Name),
		ui.FactWritten, fmt.Sprintf("%s, line %d", a.settingsFile(), c.Line),
	)
}

// told are facts by turns of name and text, without those that are empty.
func told(pairs ...string) []ui.Fact {
	var out []ui.Fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, ui.Fact{Name: pairs[i], Lines: strings.Split(pairs[i+1], "; ")})
		}
	}
	return out
}

// endpointLike and regionLike tell apart what a profile says of where it is.
func endpointLike(where string) string {
	if strings.Contains(where, "://") {
		return where
	}
	return ""
}

func regionLike(where string) string {
	if endpointLike(where) == "" {
		return where
	}
	return ""
}

// sourceWords says where the keys of a place come from that is not in the settings.
func sourceWords(p *place) string {
	switch {
	case p.kind == demoKind:
		return "of the demo"
	case p.name == "":
		return "environment"
	}
	return "profile " + cmp.Or(p.conn.Profile, p.name) + " of the AWS files"
}

func styleWords(c config.Place) string {
	switch {
	case c.PathStyle:
		return "in the path"
	case c.HostStyle:
		return "before the host"
	case c.Endpoint == "":
		return ""
	}
	return "where the server wants it"
}

// linksWords says who signs, where that is not the place itself.
func linksWords(c config.Place) string {
	if c.Sign == nil {
		return ""
	}
	return "signed by " + signerWords(c)
}

func signerWords(c config.Place) string {
	w := config.Place{Profile: c.Sign.Profile, Keys: c.Sign.Keys}
	return keysWords(w) + " at " + cmp.Or(c.Sign.Endpoint, "AWS")
}

// forbids are what a place does not let anybody do.
func forbids(p *place) []string {
	var out []string
	if p.readOnly() {
		out = append(out, "read only: nothing is written, and no link that writes is signed")
	}
	if p.config.NoBatches {
		out = append(out, "several links at once")
	}
	return out
}
