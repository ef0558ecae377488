package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signet/s3browser"
	"signet/share/say"
)

// scheme begins an address of an object.
const scheme = "s3://"

// completionLimit is how long a completion may ask a server. The shell waits that long.
const completionLimit = 2 * time.Second

// addresses completes s3://BUCKET/KEY by asking the server: nothing but lists is asked
// for, once each, and what takes too long is not waited for. Nothing is said of a
// refusal: there is nowhere to say it.
func (a *app) addresses(cmd *cobra.Command, typed string) offers {
	if !strings.HasPrefix(typed, scheme) && !strings.HasPrefix(scheme, typed) {
		return offers{}
	}
	ctx, stop := context.WithTimeout(cmd.Context(), cmp.Or(a.CompletionLimit, completionLimit))
	defer stop()
	a.places.screens = true // no program that has the keys may talk to the terminal
	p, err := a.resolve(placeFlagsOf(cmd))
	if err != nil || a.mayPrompt(ctx, p) {
		return offers{}
	}
	found := make(chan offers, 1)
	go func() {
		if bucket, _, whole := strings.Cut(strings.TrimPrefix(typed, scheme), "/"); whole && bucket != "" {
			found <- objectOffers(ctx, p, typed)
		} else {
			found <- bucketOffers(ctx, p)
		}
	}()
	select {
	case out := <-found:
		return out
	case <-ctx.Done(): // whoever does not heed it ends with the process
		return offers{}
	}
}

// placeFlagsOf are the flags that choose a place, of a command that has them all or some.
func placeFlagsOf(cmd *cobra.Command) *placeFlags {
	f := &placeFlags{}
	for name, to := range map[string]*string{"place": &f.place, "profile": &f.profile, "endpoint": &f.endpoint, "region": &f.region} {
		*to, _ = cmd.Flags().GetString(name)
	}
	if style, ok := lookupStyle(cmd); ok {
		f.pathStyle, f.hostStyle = style.pathStyle, style.hostStyle
	}
	return f
}

func lookupStyle(cmd *cobra.Command) (*styleFlag, bool) {
	if f := cmd.Flags().Lookup("path-style"); f != nil {
		style, ok := f.Value.(*styleFlag)
		return style, ok
	}
	return nil, false
}

// mayPrompt reports keys that a program or a keychain has, which may ask for a password
// in a window of its own.
func (a *app) mayPrompt(ctx context.Context, p *place) bool {
	k := p.config.Keys
	if len(k.Command) > 0 || k.Keychain != "" {
		return true
	}
	name := p.conn.Profile
	if name == "" && (k.File != "" || a.Env("AWS_ACCESS_KEY_ID") != "") {
		return false
	}
	name = cmp.Or(name, a.Env("AWS_PROFILE"), a.Env("AWS_DEFAULT_PROFILE"), "default")
	profiles, err := s3browser.Profiles(ctx)
	return err != nil || slices.ContainsFunc(profiles, func(q s3browser.Profile) bool { return q.Name == name && strings.Contains(q.Kind, "process") })
}

// bucketOffers are the buckets of the account, and the one that the place begins in.
func bucketOffers(ctx context.Context, p *place) offers {
	out := offers{more: true}
	list, _ := p.browser().Buckets(ctx)
	if begin := p.bucket; begin != "" && !slices.ContainsFunc(list, func(b s3browser.Bucket) bool { return b.Name == begin }) {
		out.words = append(out.words, offer{scheme + begin + "/", "of " + cmp.Or(p.name, "the environment")})
	}
	for _, b := range list {
		out.words = append(out.words, offer{scheme + b.Name + "/", cmp.Or(b.Region, "bucket")})
	}
	return out
}

// objectOffers are what a list of the folder has that begins as it was typed. A key that
// would be read as another one is left out.
func objectOffers(ctx context.Context, p *place, typed string) (out offers) {
	servers := p.servers(ctx)
	t, err := unsigned(typed, servers)
	if err != nil || t.Other != "" || t.VersionID != "" {
		return out
	}
	page, err := p.browser().List(ctx, s3browser.ListRequest{Bucket: t.Bucket, Prefix: t.Key})
	if err != nil {
		return out
	}
	for _, e := range page.Entries {
		rest, ok := strings.CutPrefix(e.Key, t.Key)
		word := typed + rest
		if !ok || e.Foreign {
			continue
		}
		if back, err := unsigned(word, servers); err != nil || back.Key != e.Key || back.Bucket != t.Bucket || back.Other != "" || back.VersionID != "" {
			continue
		}
		if out.more = out.more || e.Folder; e.Folder {
			out.words = append(out.words, offer{word, "folder"})
			continue
		}
		out.words = append(out.words, offer{word, say.Bytes(e.Size)})
	}
	if !page.Done { // else the shell would go on to what the first of them have in common
		out.words = append(out.words, offer{typed, "there is more"})
		out.more = true
	}
	// A single object is a whole word; where there are folders too, the shell adds no blank.
	if len(out.words) > 1 {
		return out
	}
	out.more = len(out.words) == 1 && strings.HasSuffix(out.words[0].word, "/")
	return out
}
