package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"signet/config"
	"signet/s3browser"
	"signet/s3browser/profile"
	"signet/share"
	"signet/share/cloudfront"
	"signet/share/sign"
)

// signers are those that a place has besides its own key.
func (ps *registry) signers(place string) []share.SignerOffer {
	var out []share.SignerOffer
	for _, w := range ps.get(place).config.Signers {
		out = append(out, share.SignerOffer{Name: w.Name, Kind: w.Kind})
	}
	return out
}

// kind is that of the signer of that name of a place; empty: it has none.
func (ps *registry) kind(place, signer string) share.SignerKind {
	for _, o := range ps.signers(place) {
		if o.Name == signer {
			return o.Kind
		}
	}
	return ""
}

// asking is what a signer of sessions that a place has asks with.
func (ps *registry) asking(place, signer string) sign.Asking {
	for _, w := range ps.get(place).config.Signers {
		if w.Name == signer {
			return sign.Asking{RoleARN: w.RoleARN, ExternalID: w.ExternalID, Account: w.Account}
		}
	}
	return sign.Asking{}
}

// having are the places of the settings with a signer of that name.
func (ps *registry) having(signer string) (out []string) {
	_, settled := ps.now()
	for _, p := range settled {
		if slices.ContainsFunc(p.config.Signers, func(w config.Signer) bool { return w.Name == signer }) {
			out = append(out, p.name)
		}
	}
	return out
}

// distribution is a signer of CloudFront that a place has.
func (ps *registry) distribution(place, signer string) (sign.Distribution, bool) {
	for _, w := range ps.get(place).config.Signers {
		if w.Name == signer && w.Kind == share.KindCloudFront {
			return sign.Distribution{
				Origin: ps.origin(place), Domain: w.Domain, KeyPairID: w.KeyPairID, Bucket: w.Bucket, Prefix: w.Prefix,
				Hash: cloudfront.Hash(w.Hash), ForwardsQuery: w.ForwardsQuery,
				Key: func() (cloudfront.Key, error) { return privateKey(w) },
			}, true
		}
	}
	return sign.Distribution{}, false
}

// origin is the endpoint of the store that a place's distributions ask, as the settings
// have it.
func (ps *registry) origin(place string) string {
	p := ps.asSettled(place)
	if p == nil { // as that of the demo, which is in no settings
		p = ps.get(place)
	}
	return endpointOf(context.Background(), p.browser(), p.conn)
}

// signerPatience is how long a server may take to say whether a signer can sign there.
const signerPatience = 30 * time.Second

// trySigners says which of the signers of a place can sign there, as the server says when
// it is asked. A place whose own key works can be used without them.
func (a *app) trySigners(ctx context.Context, p *place, asJSON bool) error {
	for _, w := range p.config.Signers {
		step := s3browser.Step{Name: "signer", Outcome: s3browser.Passed, Text: w.Name + ", " + w.Kind.Info().Name + ": it signs here"}
		if err := a.usable(ctx, p.name, w); err != nil {
			step.Outcome, step.Text = s3browser.Doubtful, w.Name+", "+w.Kind.Info().Name+": "+err.Error()
		}
		if err := a.printStep(a.Out, step, asJSON); err != nil {
			return err
		}
	}
	return nil
}

// usable asks whether a signer of a place can sign there; nil: it can.
func (a *app) usable(ctx context.Context, place string, w config.Signer) error {
	ctx, cancel := context.WithTimeout(ctx, signerPatience)
	defer cancel()
	return a.places.signer().Usable(ctx, place, w.Name, a.Clock())
}

// signer signs with all that the places have. There is one while the program runs: it has
// the secrets of the sessions that it got.
func (ps *registry) signer() *sign.Signer {
	ps.signing.Do(func() {
		s := sign.New(ps)
		s.Distribution, s.Kind, s.Asking = ps.distribution, ps.kind, ps.asking
		ps.signs = s
	})
	return ps.signs
}

// mislaid refuses flags for an address that nothing has: the links of a distribution
// have its own, and nobody asks the server.
func (a *app) mislaid(f *shareFlags, p *place) error {
	if _, ok := a.places.distribution(p.name, f.signer); !ok || f.recursive || f.check || f.pin {
		return nil
	}
	for _, flag := range []struct {
		name  string
		given bool
	}{{"--endpoint", f.endpoint != ""}, {"--region", f.region != ""}, {"--path-style", f.pathStyle || f.hostStyle}} {
		if flag.given {
			return &usageError{flag.name + " has no meaning for a link of " + clean(f.signer) + ", which has the domain of its [[place.signer]]", "leave it out"}
		}
	}
	return nil
}

// privateKey reads the key of a signer. A file that others may read is not used: whoever
// has the key signs what the distribution serves, and nobody sees it.
func privateKey(w config.Signer) (cloudfront.Key, error) {
	fail := func(err error) (cloudfront.Key, error) {
		return cloudfront.Key{}, fmt.Errorf("the private key of the signer %s, %s: %w", w.Name, w.PrivateKey, err)
	}
	f, err := profile.Open(w.PrivateKey)
	if err != nil {
		var path *os.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return fail(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return fail(err)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return fail(fmt.Errorf("others may read it (%#o): chmod 600 %s", info.Mode().Perm(), quoted(f.Name())))
	}
	content, err := io.ReadAll(io.LimitReader(f, maxPrivateKey))
	if err != nil {
		return fail(err)
	}
	key, err := cloudfront.ParseKey(content)
	if err != nil {
		return fail(err)
	}
	return key, nil
}

// keyAtHand is the public half of the key of a signer of CloudFront that the settings
// have, by the id of its pair.
func (a *app) keyAtHand(keyPairID string) (cloudfront.PublicKey, bool) {
	s, err := a.load()
	if err != nil || keyPairID == "" {
		return cloudfront.PublicKey{}, false
	}
	for _, p := range s.Places {
		for _, w := range p.Signers {
			if w.Kind != share.KindCloudFront || w.KeyPairID != keyPairID {
				continue
			}
			if key, err := privateKey(w); err == nil {
				return key.Public(), true
			}
		}
	}
	return cloudfront.PublicKey{}, false
}

// maxPrivateKey is more than any file with a private key has, in bytes.
const maxPrivateKey = 64 << 10
