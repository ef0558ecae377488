package cli

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signet/config"
	"signet/s3browser"
	"signet/share/address"
)

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

// placeGiven is how a command line named its place, quoted for a shell: as the doctor is
// asked for the same one. Empty: it did not, or by an address with a path, which may hold
// what only its owner should see.
func placeGiven(cmd *cobra.Command) string {
	var every cobra.Command
	(&placeFlags{}).bind(&every)
	var words []string
	secret := false
	every.Flags().VisitAll(func(f *pflag.Flag) {
		g := cmd.Flags().Lookup(f.Name)
		if g == nil || !g.Changed || g.Usage != f.Usage { // of another meaning
			return
		}
		if style, ok := g.Value.(*styleFlag); ok {
			words = append(words, fmt.Sprintf("--%s=%t", f.Name, style.pathStyle))
			return
		}
		if f.Name == "endpoint" {
			u, err := url.Parse(g.Value.String())
			secret = err != nil || strings.Trim(u.Path, "/") != ""
		}
		words = append(words, "--"+f.Name, g.Value.String())
	})
	if secret {
		return ""
	}
	return shellLine(words)
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
