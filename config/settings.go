// Package config holds signet's settings: places, guard rails and preferences,
// read from a strict TOML file, the environment and flags, each value with its
// source. It also says where files live.
//
// The package knows neither AWS nor the terminal; the command line translates its
// types for the others. Settings hold no secret:
// they say where the keys of a place are.
package config

import (
	"net/netip"
	"time"

	"signet/share/address"
)

// Settings is everything that was configured, checked and complete: what nobody
// set has its default.
type Settings struct {
	Places []Place // in the order of the file
	Guards []Guard // in the order of the file
	// AccessPoints are the buckets behind access points, by alias or ARN. What is said
	// of a bare name lets nothing through; see share.Rails.
	AccessPoints map[string]string
	// RefusesUnsigned are endpoints of servers of one's own that refuse headers which
	// nobody signed, as S3 itself does; see share.Rails.
	RefusesUnsigned []string

	// Keys are keys of one's own, by the name of the action that has them.
	Keys map[string][]string

	DefaultPlace string        // name of the place used when none is asked for; empty: ask
	Expiry       string        // default lifetime as written: "1h", "3d"
	Soon         time.Duration // a link that ends within this time is "ending soon"
	Check        bool          // check that the object exists while composing
	ReadOnly     bool          // every place is read-only
	Timeout      time.Duration // how long a server may keep silent, and how slowly it may answer
	Theme        string        // auto, dark, light or 16
	QR           string        // auto, half, full, kitty, sixel, iterm2 or octants
	Clipboard    string        // auto or off
	Many         int           // more links than so many at once are signed only when their number was typed
	Recents      int           // places and folders that are remembered; 0: none
	DownloadDir  string        // where objects are saved if nothing else is typed, whole or below ~; empty: the current folder
	EvidenceKey  string        // SSH key that evidence is signed with, whole or below ~; empty: the agent's, or one of ~/.ssh
	Columns      []string      // of the list of objects, beside the name: size, date, class, etag
	Sort         string        // name, size, date or class; a hyphen before it turns it round
	FoldersFirst bool          // folders stand before objects
	Mouse        string        // auto, on or off
	Prices       Prices

	File  string // the settings file, whether it exists or not
	Found bool   // it exists
	Paths Paths

	sources  map[string]string // of each scalar setting, by key
	document *document         // knows where the rest stands; nil: not read
}

// Place is what the user browses.
type Place struct {
	Name      string
	Profile   string // of the AWS shared config; empty: Keys, or else the standard credential chain
	Keys      AccessKeys
	Endpoint  string // http(s) URL; empty: AWS
	Region    string // empty: the profile's
	PathStyle bool
	HostStyle bool             // path_style = false was written; neither: as the endpoint wants it
	Variants  address.Variants // of AWS's hosts
	Bucket    string           // where browsing starts; empty: the list of buckets
	Prefix    string           // within Bucket
	Sign      *SignWith        // nil: sign with the place itself
	Signers   []Signer         // who else may sign, in the order of the file
	Track     bool             // put a tracking id into links
	ReadOnly  bool             // downloads and metadata only, and nothing is written
	NoBatches bool             // links are signed one by one
	// PagesBucket and PagesPrefix are where pages of links and of uploads are stored. Empty:
	// the bucket that they are about, DefaultPages.
	PagesBucket string
	PagesPrefix string
	Line        int // in the settings file, 1-based; 0: not from the file
}

// DefaultPages is the folder that pages are stored in, where the settings name none.
const DefaultPages = "signet-pages/"

// SignWith is how the links of a place are signed when that differs from how
// the place is browsed. It is complete: what the file leaves out is taken from
// the place.
type SignWith struct {
	Profile   string
	Keys      AccessKeys
	Endpoint  string
	Region    string
	PathStyle bool
	HostStyle bool
	Variants  address.Variants
}

// Guard is a guard rail: what may be shared from the buckets and prefixes that
// it matches. Zero fields forbid nothing. In patterns * stands for any text,
// slashes included, and ? for one character.
type Guard struct {
	Name             string // for messages; never empty
	Bucket           string // pattern; empty: every bucket
	Prefix           string // pattern that the key begins with; empty: every key
	MaxExpiry        time.Duration
	Operations       []string // get, put, post, delete, head; empty: all
	RequireNote      bool
	RequireRecipient bool
	PinVersion       bool
	NoBatches        bool           // links are signed one by one
	SignPlace        string         // name of a place; empty: as the place says
	Revocable        bool           // links are taken back one by one
	From             []netip.Prefix // links work from these networks, or parts of them, alone
	Line             int            // in the settings file, 1-based
}

// Prices are what the use of a link is estimated with.
type Prices struct {
	Currency       string  // "USD"
	TransferPerGB  float64 // per 10^9 bytes sent to the internet
	RequestPer1000 float64 // per 1,000 GET requests
	AsOf           string  // YYYY-MM-DD; empty: unknown
	Source         string  // where they were read
}

// Place returns the place of that name.
func (s *Settings) Place(name string) (Place, bool) {
	for _, p := range s.Places {
		if p.Name == name {
			return p, true
		}
	}
	return Place{}, false
}

// DefaultExpiry is Expiry as a duration.
func (s *Settings) DefaultExpiry() time.Duration {
	d, _ := parseDuration(s.Expiry) // checked when it was loaded
	return d
}
