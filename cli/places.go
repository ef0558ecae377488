package cli

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"signet/config"
	"signet/s3browser"
	"signet/share"
	"signet/share/address"
	"signet/share/sign"
)

// place is one thing that can be browsed and signed for.
type place struct {
	name   string // empty: the standard credential chain
	conn   s3browser.Connection
	sign   *s3browser.Connection // nil: the place itself
	bucket string                // where browsing starts
	prefix string
	track  bool
	kind   string // "endpoint", "sso", "role", "keys", ...
	where  string // region or address, for people
	config config.Place
	fixed  bool        // the region was named by hand, and counts
	moved  bool        // the address was named by hand
	reads  func() bool // nothing is to be written; nil: it may be
	common             // given by the registry

	once       sync.Once
	client     *s3browser.Client
	signOnce   sync.Once
	signClient *s3browser.Client
}

// common is what all places have alike.
type common struct {
	keeper  *regionFile   // nil: neither regions nor styles are kept
	timeout time.Duration // of the settings; 0: the usual
	// terminal is where a credential process may talk to its user; nil: it has none.
	terminal *s3browser.Terminal
}

func (p *place) browser() *s3browser.Client {
	p.once.Do(func() { p.client = p.connect(p.conn) })
	return p.client
}

// signer is the client whose credentials and address sign.
func (p *place) signer() *s3browser.Client {
	if p.sign == nil {
		return p.browser()
	}
	p.signOnce.Do(func() { p.signClient = p.connect(*p.sign) })
	return p.signClient
}

// signs is the connection whose credentials and address sign.
func (p *place) signs() s3browser.Connection {
	if p.sign == nil {
		return p.conn
	}
	return *p.sign
}

func (p *place) connect(conn s3browser.Connection) *s3browser.Client {
	conn.ReadOnly, conn.Timeout, conn.Terminal = p.readOnly(), p.timeout, p.terminal
	client := s3browser.Connect(conn)
	if p.keeper != nil {
		client.KeepStyles(p.keeper)
	}
	if p.keeper != nil && !p.fixed {
		client.KeepRegions(p.keeper)
	}
	return client
}

// readOnly reports a place in which nothing is to be written.
func (p *place) readOnly() bool { return p.reads != nil && p.reads() }

// bucketRegion is the region of a bucket as far as it was found out, by whoever
// signs or, where that is somebody else, by whoever browses. It makes no request.
// An access point names its region itself.
func (p *place) bucketRegion(ctx context.Context, bucket string) string {
	if p.fixed || address.IsARN(bucket) {
		return ""
	}
	region, ok := p.signer().RememberedRegion(bucket)
	if ok || p.sign == nil {
		return region
	}
	if _, _, err := p.browser().Config(ctx); err != nil { // which the client must have read
		return ""
	}
	region, _ = p.browser().RememberedRegion(bucket)
	return region
}

// refresh has both clients read their credentials anew.
func (p *place) refresh() {
	p.browser().Refresh()
	p.signer().Refresh()
}

// registry knows all places by name. A name that is not in the settings is the
// AWS profile of that name; the empty name is the standard credential chain.
type registry struct {
	mu    sync.Mutex
	named map[string]*place
	order []string // of the settings
	// settled are the places as the settings have them, in their order, whatever the
	// flags make of one for this once.
	settled []*place

	common                    // to every place
	settings *config.Settings // nil: not read yet
	screens  bool             // the terminal is a screen's, and no helper's
}

func newRegistry() *registry { return &registry{named: map[string]*place{}} }

func (ps *registry) configured(s *config.Settings) {
	ps.common = common{keeper: newRegionFile(s.Paths.Regions()), timeout: s.Timeout}
	ps.settings = s
	for _, c := range s.Places {
		p := &place{
			name: c.Name, bucket: c.Bucket, prefix: c.Prefix, track: c.Track, config: c, kind: "profile", where: c.Profile,
			conn: s3browser.Connection{Place: c.Name, Profile: c.Profile, Endpoint: c.Endpoint, Region: c.Region, PathStyle: c.PathStyle, HostStyle: c.HostStyle, Variants: c.Variants},
		}
		if c.Endpoint != "" {
			p.kind, p.where = "endpoint", c.Endpoint
		}
		if c.Sign != nil {
			w := c.Sign
			p.sign = &s3browser.Connection{Place: c.Name, Profile: w.Profile, Endpoint: w.Endpoint, Region: w.Region, PathStyle: w.PathStyle, HostStyle: w.HostStyle, Variants: w.Variants}
		}
		ps.settled = append(ps.settled, ps.add(p))
	}
}

// refresh has every place read its credentials anew: profiles share sessions.
func (ps *registry) refresh() {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	for _, p := range ps.named {
		p.refresh()
	}
}

func (ps *registry) add(p *place) *place {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.equip(p)
	if _, ok := ps.named[p.name]; !ok {
		ps.order = append(ps.order, p.name)
	}
	ps.named[p.name] = p
	return p
}

// get finds a place by name.
func (ps *registry) get(name string) *place {
	ps.mu.Lock()
	p, ok := ps.named[name]
	ps.mu.Unlock()
	if ok {
		return p
	}
	p = &place{name: name, conn: s3browser.Connection{Place: name, Profile: strings.TrimPrefix(name, asProfile)}}
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if known, ok := ps.named[name]; ok {
		return known
	}
	ps.equip(p)
	ps.named[name] = p
	return p
}

// equip gives a place what all have in common.
func (ps *registry) equip(p *place) {
	p.common = ps.common
	p.reads = func() bool { return ps.reads(p) }
}

// asProfile begins the name of a profile that has the name of a place.
const asProfile = "profile:"

// profile finds the AWS profile of a name, even where the settings give that
// name to a place with other keys or another address.
func (ps *registry) profile(name string) *place {
	if p := ps.get(name); p.sign == nil && p.conn == (s3browser.Connection{Place: name, Profile: name}) {
		return p
	}
	return ps.get(asProfile + name)
}

// Account implements sign.Accounts.
func (ps *registry) Account(ctx context.Context, name string) (sign.Account, string, error) {
	p := ps.get(name)
	client := p.signer()
	cfg, at, err := client.Config(ctx)
	if err != nil {
		return sign.Account{}, "", err
	}
	return sign.Account{
		Credentials: cfg.Credentials, Region: at.Region, Endpoint: at.Endpoint, PathStyle: at.PathStyle,
		FIPS: at.FIPS, DualStack: at.DualStack, Accelerate: at.Accelerate,
		BucketRegion: p.bucketRegion, Send: cfg.HTTPClient.Do,
		Identity: func(ctx context.Context) (share.Identity, error) {
			id, err := client.Identity(ctx)
			if err != nil {
				return share.Identity{}, err
			}
			out := share.Identity{AccessKeyID: id.AccessKeyID, Temporary: id.Temporary, Source: id.Source}
			if id.ExpiryKnown {
				out.Expires = id.Expires
			}
			return out, nil
		},
	}, name, nil
}

// tracks says whether links of a place carry the share's id.
func (ps *registry) tracks(name string) bool { return ps.get(name).track }

// placeFlags choose where to browse and sign.
type placeFlags struct {
	place, profile, endpoint, region string
	pathStyle                        bool
	hostStyle                        bool // --path-style=false
}

func (f *placeFlags) bind(cmd *cobra.Command) {
	s := cmd.Flags()
	s.StringVar(&f.place, "place", "", "place of the settings to use")
	s.StringVar(&f.profile, "profile", "", "AWS profile to use")
	s.StringVar(&f.endpoint, "endpoint", "", "S3 endpoint, as https://host[:port]")
	s.StringVar(&f.region, "region", "", "region of the bucket")
	s.Var((*styleFlag)(f), "path-style", "put the bucket into the path; =false: before the host (default: as the endpoint wants it)")
	s.Lookup("path-style").NoOptDefVal = "true"
}

func (f *placeFlags) given() bool {
	return f.place != "" || f.profile != "" || f.endpoint != "" || f.region != "" || f.pathStyle || f.hostStyle
}

// styleFlag is --path-style, whose absence means neither.
type styleFlag placeFlags

// Set implements pflag.Value.
func (f *styleFlag) Set(text string) error {
	path, err := strconv.ParseBool(text)
	f.pathStyle, f.hostStyle = path, err == nil && !path
	return err
}

// String implements pflag.Value.
func (f *styleFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *styleFlag) Type() string { return "bool" }

// resolve finds the place that the flags and settings mean.
func (a *app) resolve(f *placeFlags) (*place, error) {
	s, err := a.load()
	if err != nil {
		return nil, err
	}
	if f.place != "" && f.profile != "" {
		return nil, &usageError{"--place and --profile cannot go together", "a place names its profile itself"}
	}
	name := f.place
	if name == "" && f.profile == "" && f.endpoint == "" {
		name = s.DefaultPlace
	}
	var base *place
	switch {
	case name != "":
		if _, ok := s.Place(name); !ok && f.place != "" { // the default may be a profile
			return nil, &usageError{fmt.Sprintf("there is no place %q in the settings", name), placesHint(s)}
		}
		base = a.places.get(name)
	default:
		base = a.places.profile(f.profile)
	}
	return a.override(base, f)
}

func placesHint(s *config.Settings) string {
	var names []string
	for _, p := range s.Places {
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		return "add it to " + s.Paths.ConfigFile() + ", or use --profile"
	}
	return "there is " + strings.Join(names, ", ")
}

// override applies the address flags. A place whose address is overridden also
// signs with that address, but as whom it signs stays as it is.
func (a *app) override(p *place, f *placeFlags) (*place, error) {
	if f.endpoint == "" && f.region == "" && !f.pathStyle && !f.hostStyle {
		return p, nil
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	out := &place{name: p.name, conn: f.readdress(p.conn), bucket: p.bucket, prefix: p.prefix, track: p.track, kind: p.kind, config: p.config, fixed: f.region != "", moved: f.endpoint != ""}
	if p.sign != nil {
		signs := f.readdress(*p.sign)
		out.sign = &signs
	}
	return a.places.add(out), nil
}

// check judges the address flags. It does not repeat an endpoint, which might
// hold a password or be a whole link.
func (f *placeFlags) check() error {
	if f.endpoint != "" {
		if problem, hint := address.EndpointProblem(f.endpoint); problem != "" {
			return &usageError{"--endpoint " + problem, cmp.Or(hint, "write https://host[:port]")}
		}
	}
	if !isRegion(f.region) {
		return &usageError{fmt.Sprintf("--region %q is no region", f.region), "write eu-central-1"}
	}
	return nil
}

// isRegion reports text that may stand in the scope of a signature as a region.
func isRegion(text string) bool {
	return strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}

func (f *placeFlags) readdress(c s3browser.Connection) s3browser.Connection {
	if f.endpoint != "" {
		c.Endpoint = strings.TrimSuffix(f.endpoint, "/")
	}
	if f.region != "" {
		c.Region = f.region
	}
	if f.pathStyle || f.hostStyle {
		c.PathStyle, c.HostStyle = f.pathStyle, f.hostStyle
	}
	return c
}
