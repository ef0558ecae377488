package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signet/share"
	"signet/share/handoff"
	"signet/share/ledger"
	"signet/share/say"
)

// handOffFlags say how one document is handed to whoever is in the room.
type handOffFlags struct {
	placeFlags
	listen, public    string
	uses              int
	lasts             string
	allow             []string
	certFile, keyFile string
	selfSigned        bool
	stream, yes       bool
	signer            string
	versionID         string
	filename          string
	note, to          string
	style             string
	invert            bool
}

func (a *app) handOffCommand() *cobra.Command {
	f := &handOffFlags{}
	cmd := &cobra.Command{
		Use:   "handoff s3://BUCKET/KEY|ID",
		Short: "Hand one document to whoever is in the room",
		Long: `Serve a page with one button on an address of this machine, and draw the code that
leads to it: it fits any terminal of 80x24. Each press of the button signs a fresh
link that works for 60 seconds, and leads the browser to it; with --stream the bytes
go through here, for recipients who cannot reach the store. It ends by itself, by
ctrl+c, or when it was used as often as it may be.

Nothing listens on an address that was not named. Without TLS others on the network
can read along. An id hands off the object of that share by its terms, and no longer
than it is open: a press after it was revoked gets nothing.

Presses are noted in the share log, each with the address that it came from. Where the
log cannot be written a press gives the document all the same, and that is said here.

Over ssh the phone is at the other end. Run there, on the laptop,
  ssh -L 0.0.0.0:8443:127.0.0.1:8443 HOST
and here --listen 127.0.0.1:8443 --public-url http://LAPTOP:8443.`,
		Example: `  signet handoff s3://acme/q3.pdf --listen 192.168.178.23:8443
  signet handoff 0samzyhyqbkf2 --listen 192.168.178.23 --uses 3 --for 30m
  signet handoff s3://acme/q3.pdf --listen 10.0.0.5 --stream --self-signed \
    --allow 10.0.0.0/24`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.handOff(cmd.Context(), f, args[0]) },
	}
	f.placeFlags.bind(cmd)
	s := cmd.Flags()
	s.StringVar(&f.listen, "listen", "", "address of this machine to listen on, and port (default: 8443; 0: any that is free)")
	s.StringVar(&f.public, "public-url", "", "address that the recipient's phone reaches, for the code: http://HOST:PORT")
	s.IntVar(&f.uses, "uses", 1, "how many presses there are, 1 to "+say.Count(handoff.MostUses))
	s.StringVar(&f.lasts, "for", say.Compact(handoff.Usual), "how long it goes on: 10m, 2h; at most "+say.Compact(handoff.Longest))
	s.StringArrayVar(&f.allow, "allow", nil, "only for visitors from this network, as 192.168.178.0/24 (repeatable)")
	s.StringVar(&f.certFile, "tls-cert", "", "certificate to serve it by TLS with, a PEM file")
	s.StringVar(&f.keyFile, "tls-key", "", "its key, a PEM file")
	s.BoolVar(&f.selfSigned, "self-signed", false, "serve it by TLS with a certificate made for it, which browsers warn of")
	s.BoolVar(&f.stream, "stream", false, "send the bytes through here: each press gives the document once")
	s.BoolVar(&f.yes, "yes", false, "stream without TLS, and do not ask")
	bindOnce(s, &f.signer, "signer", "who signs: a [[place.signer]] of the place, or "+share.DefaultSigner+", its own key")
	s.StringVar(&f.versionID, "version-id", "", "this version of the object")
	s.StringVar(&f.filename, "filename", "", "the name that the recipient saves under")
	s.StringVar(&f.note, "note", "", "what it is for: the page shows it, and the share log keeps it")
	s.StringVar(&f.to, "to", "", "who gets it, kept in the share log")
	s.StringVar(&f.style, "style", defaultStyle, "how to draw the code: "+styleUsage())
	s.BoolVar(&f.invert, "invert", false, invertUsage)
	return cmd
}

func (a *app) handOff(ctx context.Context, f *handOffFlags, what string) error {
	if err := checkStyle(f.style); err != nil {
		return err
	}
	o, err := a.handOffOrder(f)
	if err != nil {
		return err
	}
	if err = a.handOffRequest(ctx, f, what, &o); err != nil {
		return err
	}
	if o.Stream && !o.Encrypted() && !strings.HasPrefix(o.Public, "https:") && !f.yes {
		fmt.Fprintln(a.Err, "without TLS the document itself goes through the network as it is: others on it can read along (--self-signed is another way)")
		if err := a.confirm(ctx, "stream"); err != nil {
			return err
		}
	}
	r, err := a.openRoom(ctx, o)
	if err != nil {
		return err
	}
	defer r.Stop()
	return a.attend(ctx, f, r)
}

// handOffOrder reads the flags, before anything is asked.
func (a *app) handOffOrder(f *handOffFlags) (o handoff.Order, err error) {
	if f.listen == "" {
		return o, a.noListen()
	}
	o.Stream, o.SelfSigned, o.CertFile, o.KeyFile, o.Uses = f.stream, f.selfSigned, f.certFile, f.keyFile, f.uses
	if o.Listen, err = parseListen(f.listen, handOffPort); err != nil {
		return o, err
	}
	if f.public != "" {
		if o.Public, err = handoff.ParsePublic(f.public); err != nil {
			return o, err
		}
	}
	if o.For, err = say.ParseSpan(f.lasts); err != nil {
		return o, &usageError{"--for " + clean(f.lasts) + " is no length of time", "write 10m or 2h"}
	}
	if o.Allow, err = share.ParseNetworks(f.allow); err != nil {
		return o, ofAllow(err)
	}
	return o, o.Check()
}

// ofAllow is what is wrong with a network, said of the flag.
func ofAllow(err error) error {
	var usage *share.UsageError
	if !errors.As(err, &usage) {
		return err
	}
	out := *usage
	out.Op = "--allow"
	return &out
}

// noListen names the addresses of which one has to be chosen.
func (a *app) noListen() error {
	hint := "add one of"
	for _, w := range a.ways() {
		hint += "\n--listen " + netip.AddrPortFrom(w.Address, handOffPort).String() + "  (" + clean(w.Interface) + ")"
	}
	if line := a.tunnel(handOffPort); line != "" {
		hint += "\nover ssh the last way of a phone is your laptop. Run on it: " + line + "\nand here add: --public-url http://LAPTOP:" + strconv.Itoa(handOffPort)
	}
	return &usageError{"a hand-off listens on no address that was not named", hint}
}

// handOffRequest is what is handed off: an object, or that of a share by its terms, and
// then no longer than it lasts.
func (a *app) handOffRequest(ctx context.Context, f *handOffFlags, what string, o *handoff.Order) error {
	if !strings.Contains(what, "/") {
		return a.handOffShare(ctx, f, what, o)
	}
	p, err := a.resolve(&f.placeFlags)
	if err != nil {
		return err
	}
	t, err := unsigned(what, p.servers(ctx))
	if err != nil {
		return err
	}
	r := share.Request{Operation: share.Download, Signer: f.signer, Note: f.note, Recipient: f.to}
	r.Target.Place, r.Target.Region, r.Target.VersionID, r.Options.Filename = p.name, f.region, f.versionID, f.filename
	r.Target = meant(r.Target, t)
	if r.Target.Other != "" {
		var said []say.Remark
		r.Target, said = a.reading(ctx, p, r)
		a.say(said)
	}
	o.Request = r
	return nil
}

// handOffShare is the object of a share, by its terms.
func (a *app) handOffShare(ctx context.Context, f *handOffFlags, id string, o *handoff.Order) error {
	if _, err := a.load(); err != nil {
		return err
	}
	l, err := a.openLog()
	if err != nil {
		return err
	}
	e, err := l.Get(ctx, id)
	if err != nil {
		return err
	}
	if state := e.StateAt(a.Clock()); state != ledger.StateOpen {
		return fmt.Errorf("hand off %s: that share is not open (%s); name its object: %s", e.ID, state, clean(e.Spec.Target.URI()))
	}
	r := share.Renewal(e.Record)
	if f.given() {
		p, err := a.resolve(&f.placeFlags)
		if err != nil {
			return err
		}
		r.Target.Place = p.name
	}
	for flag, given := range map[string]bool{"--version-id": f.versionID != "", "--filename": f.filename != "", "--signer": f.signer != ""} {
		if given {
			return &usageError{flag + " is of an object, and a share has terms of its own", "leave it out, or name the object"}
		}
	}
	r.Note, r.Recipient = cmp.Or(f.note, r.Note), cmp.Or(f.to, r.Recipient)
	if r.Page = e.Page; r.Page != "" {
		r.Group = e.Group // its presses belong to the page
	}
	o.Request, o.Until, o.Share = r, e.Terms.Ends, e.ID
	return nil
}
