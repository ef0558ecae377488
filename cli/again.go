package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"signet/s3browser"
	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
	"signet/ui/kit"
)

const shareAnew = "share anew with: "

// anew says how to share with the same terms, or that it is refused by now.
func (a *app) anew(ctx context.Context, e ledger.Entry) string {
	if e.Spec.Operation == share.Grant {
		return "get new ones with: " + a.grantAgain(ctx, e)
	}
	if err := e.Page.Anew(); err != nil {
		return err.Error()
	}
	r, rails := share.Renewal(e.Record), a.rails(a.settings)
	var by []share.Signing
	if rails.For(r.Target).SignPlace() == "" { // else another one signs, it may be
		by = append(by, share.Signing{AccessKeyID: e.Spec.AccessKeyID, Endpoint: e.Spec.Endpoint, Mandate: e.Spec.Mandate})
	}
	if err := rails.Check(ctx, r, by...); err != nil {
		text := "shared anew it would be " + err.Error()
		if flagged(err) {
			text += "\nadd that to: " + a.again(ctx, e)
		}
		return text
	}
	return shareAnew + a.again(ctx, e)
}

// notShown says what leads on where a rail of today keeps a link from being shown
// again: what it asks for is said when the object is shared anew.
func (a *app) notShown(ctx context.Context, e ledger.Entry, err error) error {
	if flagged(err) {
		return fmt.Errorf("show %s: %w\nto share anew, add that to: %s", e.ID, err, a.again(ctx, e))
	}
	if anew := a.anew(ctx, e); strings.HasPrefix(anew, shareAnew) {
		return fmt.Errorf("show %s: %w\n%s", e.ID, err, anew)
	}
	return fmt.Errorf("show %s: %w", e.ID, err)
}

// flagged reports a refusal that flags of signet share do away with.
func flagged(err error) bool {
	var refused *share.RefusedError
	return errors.As(err, &refused) && strings.HasPrefix(refused.Flag, "--")
}

// again is the command line that shares with the same terms, for a shell. It is
// read back by signet share: TestAgain holds every option against that.
func (a *app) again(ctx context.Context, e ledger.Entry) string {
	if e.Spec.Operation == share.Grant {
		return a.grantAgain(ctx, e)
	}
	r := share.Renewal(e.Record)
	args := []string{"signet", "share", r.Target.URI(), "--op", string(r.Operation), "--expires", say.Compact(r.Lifetime.Duration)}
	if e.StateAt(a.Clock()) == ledger.StateLater {
		args = append(args, "--starts", e.Terms.Starts.Format(time.RFC3339))
	}
	args = append(args, a.whereFlags(ctx, e)...)
	args = append(args, termFlags(r)...)
	for i := range args {
		args[i] = quoted(args[i])
	}
	return strings.Join(args, " ")
}

// termFlags are the options of a request as they are typed.
func termFlags(r share.Request) []string {
	var args []string
	add := func(flag, value string) {
		if value != "" {
			args = append(args, flag, value)
		}
	}
	add("--signer", r.Signer)
	for _, n := range r.From {
		add("--from", n.String())
	}
	if r.Below {
		args = append(args, "--below")
	}
	add("--version-id", r.Target.VersionID)
	args = append(args, asTyped(r.Options, r.Operation)...)
	add("--to", r.Recipient)
	add("--note", r.Note)
	return args
}

// whereFlags say where the share was made: its place, and what differs from the
// place's own address of today.
func (a *app) whereFlags(ctx context.Context, e ledger.Entry) []string {
	t, then := e.Spec.Target, e.Spec.Endpoint
	p, flags := a.whose(ctx, e)
	if then.Signer != "" {
		return flags // whose address is that of its settings
	}
	if p.name == t.Place && a.rails(a.settings).For(t).SignPlace() != "" {
		return flags // a guard rail decides who signs, and for which address
	}
	var now s3browser.Settings
	if _, at, err := p.signer().Config(ctx); err == nil {
		now = at
	}
	unnamed := len(flags) == 0 && a.settings.DefaultPlace != "" // an address alone is not that of the default
	if then.URL != "" && (then.URL != now.Endpoint || unnamed) {
		flags = append(flags, "--endpoint", then.URL)
	}
	if region := then.Region; region != "" && (region == t.Region || region != now.Region) {
		flags = append(flags, "--region", region)
	}
	if then.PathStyle && !now.PathStyle {
		flags = append(flags, "--path-style")
	}
	return flags
}

// whose is the place to share from again, and the flags that name it: the old
// one, or whoever has its key now if that is gone or was the environment. If
// nobody has, it is left to the reader.
func (a *app) whose(ctx context.Context, e ledger.Entry) (p *place, flags []string) {
	name, key := e.Spec.Target.Place, e.Spec.AccessKeyID
	if name == "" || !a.existing(ctx)(name) {
		if a.Env("AWS_ACCESS_KEY_ID") == key {
			return a.places.get(""), nil
		}
		p, flags, _ = a.holder(ctx, key)
		return p, flags
	}
	return a.places.get(name), a.naming(name)
}

// naming are the flags that name a place, which is one of the settings or a profile.
func (a *app) naming(name string) []string {
	s, _ := a.places.now() // places come and go while the program runs
	if _, configured := s.Place(name); configured {
		return []string{"--place", name}
	}
	return []string{"--profile", strings.TrimPrefix(name, asProfile)}
}

// shellFlags name a place for a shell. None name the environment, the demo within the
// program, or what flags have moved for this once.
func (a *app) shellFlags(p *place) string {
	if p.name == "" || p.kind == demoKind || p.moved || p.fixed {
		return ""
	}
	flags := a.naming(p.name)
	for i := range flags {
		flags[i] = quoted(flags[i])
	}
	return strings.Join(flags, " ")
}

// existing tells which places of the log are still there: in the settings, or as
// a profile of the AWS files, or as that of the demo. The empty one is the standard chain.
func (a *app) existing(ctx context.Context) func(name string) bool {
	names := map[string]bool{"": true}
	profiles, err := s3browser.Profiles(ctx)
	for _, p := range profiles {
		names[p.Name], names[asProfile+p.Name] = true, true
	}
	return func(name string) bool { // places come and go while the program runs
		s, _ := a.places.now()
		_, ok := s.Place(name)
		return err != nil || ok || names[name] || a.places.get(name).kind == demoKind
	}
}

// quoted is an argument for a POSIX shell, bare where that is safe. What a
// terminal would not show as it is stands there in octal, as bash, zsh, ksh and
// POSIX of 2024 read it.
func quoted(s string) string {
	switch {
	case s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+,") == "":
		return s
	case !slices.Contains(kit.Unclear(s), true):
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for _, unclear := range kit.Unclear(s) {
		_, n := utf8.DecodeRuneInString(s)
		r := s[:n]
		switch s = s[n:]; {
		case r == "'" || r == `\`:
			b.WriteString(`\` + r)
		case !unclear:
			b.WriteString(r)
		default:
			for _, c := range []byte(r) {
				b.WriteString(`\` + string([]byte{'0' + c>>6, '0' + c>>3&7, '0' + c&7}))
			}
		}
	}
	return b.String() + "'"
}
