package cli

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"

	"signet/config"
	"signet/s3browser"
	"signet/share"
	"signet/share/sign"
)

// registry knows all places by name. A name that is not in the settings is the
// AWS profile of that name; the empty name is the standard credential chain.
type registry struct {
	mu    sync.Mutex
	named map[string]*place
	// said guards what the settings say: it is asked while places are made under mu.
	said sync.Mutex
	// settled are the places as the settings have them, in their order, whatever the
	// flags make of one for this once.
	settled []*place

	signing sync.Once
	signs   *sign.Signer

	common                    // to every place
	settings *config.Settings // nil: not read yet
	screens  bool             // the terminal is a screen's, and no helper's
}

func newRegistry() *registry { return &registry{named: map[string]*place{}} }

func (ps *registry) configured(s *config.Settings) {
	ps.common = common{keeper: newRegionFile(s.Paths.Regions()), timeout: s.Timeout}
	ps.settings = s
	for _, c := range s.Places {
		ps.settled = append(ps.settled, ps.add(placeOf(c)))
	}
}

// adopt takes up the settings anew, after a place was added, changed or removed
// while the program runs. Places that say the same as before stay as they are, with
// what is known of them.
func (ps *registry) adopt(s *config.Settings) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.said.Lock()
	defer ps.said.Unlock()
	var settled []*place
	for _, was := range ps.settled {
		if _, ok := s.Place(was.name); !ok {
			delete(ps.named, was.name)
		}
	}
	for _, c := range s.Places {
		i := slices.IndexFunc(ps.settled, func(p *place) bool { return p.name == c.Name && sameSettings(p.config, c) })
		if i >= 0 {
			settled = append(settled, ps.settled[i])
			continue
		}
		p := placeOf(c)
		ps.equip(p)
		ps.named[c.Name] = p
		settled = append(settled, p)
	}
	ps.settings, ps.settled = s, settled
}

// sameSettings reports a place that says the same in both.
func sameSettings(a, b config.Place) bool {
	a.Line, b.Line = 0, 0
	return reflect.DeepEqual(a, b)
}

// now are the settings and their places at this moment.
func (ps *registry) now() (*config.Settings, []*place) {
	ps.said.Lock()
	defer ps.said.Unlock()
	return ps.settings, ps.settled
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
	p := ps.get(name)
	unmoved := p.conn == (s3browser.Connection{Place: name, Profile: name})
	if p.sign == nil && (unmoved || p.kind != demoKind && ps.asSettled(name) == nil) { // flags may have moved it
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
		BucketRegion: p.bucketRegion, Send: client.Send, ReadOnly: p.readOnly(),
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
