package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/address"
	"signet/share/inspect"
	"signet/share/ledger"
	"signet/share/many"
	"signet/share/qr"
	"signet/share/refusal"
	"signet/share/say"
	"signet/share/takeback"
)

// walked is the link that is walked, as far as it came. It is never shown and never
// recorded: nobody gets it, and it is over in a minute.
type walked struct {
	request share.Request
	svc     *share.Service
	link    share.Link
	signed  bool
	opened  bool
	stopped string // the step that went wrong; empty: none has
}

// walkedLife is how long the link lives.
const walkedLife = time.Minute

// linkAddress says where the link will lead, as it is decided.
func (d *doctor) linkAddress(ctx context.Context) []say.Remark {
	w := &d.link
	if d.place == nil {
		w.stopped = "address"
		return d.unplaced()
	}
	_, at, err := d.place.signer().Config(ctx)
	if err != nil {
		w.stopped = "address"
		return failed(say.Bad, err)
	}
	where := "before the host"
	if at.PathStyle {
		where = "in the path"
	}
	server := at.Endpoint
	if server == "" {
		server = "AWS"
	}
	text := w.request.Target.URI() + " at " + server + ", with the bucket " + where
	if w.request.Target.VersionID != "" {
		text += ", the version " + w.request.Target.VersionID
	}
	return one(say.Good, text, "")
}

func (d *doctor) linkCredentials(ctx context.Context) []say.Remark {
	w := &d.link
	if w.stopped != "" {
		return nil
	}
	by := d.signingPlace(w.request.Target, d.place)
	source, err := by.signer().Whence(ctx)
	var id s3browser.Identity
	if err == nil {
		id, err = by.signer().Identity(ctx)
	}
	if err != nil {
		w.stopped = "credentials"
		return failed(say.Bad, err)
	}
	out := d.keyWords(id)
	out[0].Text = source + ": " + out[0].Text
	return out
}

// linkObject looks at the object with the user's own credentials.
func (d *doctor) linkObject(ctx context.Context) []say.Remark {
	w := &d.link
	if w.stopped != "" {
		return nil
	}
	svc, err := d.service()
	if err != nil {
		w.stopped = "object"
		return failed(say.Bad, err)
	}
	svc.Recorder, svc.Diary, svc.Same, svc.Judge = nil, nil, nil, d.judgeAddress // and nothing opens the log
	w.svc = svc
	r := &w.request
	look, err := d.lookAt(ctx, d.place, *r, svc.For(r.Target).Pins() && r.Target.VersionID == "")
	if err != nil {
		return failed(say.Warning, err) // it may be signed all the same
	}
	d.takeLook(look)
	return look.Findings
}

// takeLook has the request know what a look found.
func (d *doctor) takeLook(look many.Look) {
	r := &d.link.request
	r.Object, r.Skew, r.SkewOf = look.Object, look.Skew, look.SkewOf
	if look.Region != "" && r.Target.Region == "" {
		r.Target.Region = look.Region
	}
	if d.link.svc.For(r.Target).Pins() && r.Target.VersionID == "" {
		r.Target.VersionID = look.Object.VersionID
	}
}

// linkRails says which guard rails hold, and whether a plain link is within them.
func (d *doctor) linkRails(ctx context.Context) []say.Remark {
	w := &d.link
	switch {
	case w.stopped != "":
		return nil
	case d.broken != nil:
		w.stopped = "rails"
		return one(say.Bad, "which guard rails hold is not known, and nothing is signed", "mend the settings")
	}
	var names []string
	for _, rule := range w.svc.For(w.request.Target) {
		names = append(names, rule.Name)
	}
	text := "no guard rail holds for it"
	if len(names) > 0 {
		text = "it is within " + say.Things(len(names), "guard rail") + ": " + strings.Join(names, ", ")
	}
	_, err := w.svc.Plan(ctx, w.request)
	if refused, ok := errors.AsType[*share.RefusedError](err); ok {
		w.stopped = "rails"
		return one(say.Bad, refused.Plain(), "")
	}
	return one(say.Good, text, "")
}

// linkSigned signs the link.
func (d *doctor) linkSigned(ctx context.Context) []say.Remark {
	w := &d.link
	if w.stopped != "" {
		return one(say.Info, "not reached: the step before it failed: "+w.stopped, "")
	}
	plan, err := w.svc.Plan(ctx, w.request)
	if err == nil && plan.Mandate.Kind.Info().Prepares {
		w.stopped = "signed"
		return one(say.Info, "not signed: "+plan.Mandate.Kind.Info().Name+" would make something at the server first", "signet share --check makes it, and tries the link")
	}
	if err == nil {
		w.link, err = w.svc.Share(ctx, w.request)
	}
	if err != nil {
		w.stopped = "signed"
		return failed(say.Bad, err)
	}
	w.signed = true
	t := w.link.Terms
	text := "for " + say.Span(t.Ends.Sub(t.Starts)) + ", until " + say.TimeOfDay(t.Ends.In(d.Clock().Location())) + ", by " + signerOf(plan) + " for " + hostOf(w.link.URL) + ", region " + w.link.Endpoint.Region
	if t.Shortened() {
		text += "; " + t.Because()
	}
	out := one(say.Good, text, "")
	for _, r := range w.link.Warnings {
		if r.Code != "log" { // it is not recorded, as it is meant to be
			out = append(out, r)
		}
	}
	return out
}

// signerOf is who signs, in words.
func signerOf(p share.Plan) string {
	if info := p.Mandate.Kind.Info(); info.Kind != share.KindKey {
		return info.Name
	}
	return "the place's own key"
}

// hostOf is the scheme and host of a link, and nothing else of it.
func hostOf(link share.Secret) string { return address.Origin(link.Reveal()) }

// linkLongest says what cuts a link that is to live longer.
func (d *doctor) linkLongest(ctx context.Context) []say.Remark {
	w := &d.link
	if !w.signed {
		return nil
	}
	r := w.request
	r.Lifetime = share.For(say.Longest)
	p, err := w.svc.Plan(ctx, r)
	if err != nil {
		return failed(say.Warning, err)
	}
	return one(say.Good, d.longestWords(p), "")
}

// spec is what the link was signed for.
func (w *walked) spec() share.Spec {
	l := w.link
	return share.Spec{
		Target: l.Request.Target, Operation: l.Request.Operation, Options: l.Request.Options, Endpoint: l.Endpoint,
		AccessKeyID: l.Identity.AccessKeyID, SignedAt: l.Terms.Starts, Seconds: l.Terms.Seconds, Mandate: l.Mandate,
	}
}

// linkProof reads the link back and signs it anew, without the network.
func (d *doctor) linkProof(ctx context.Context) []say.Remark {
	w := &d.link
	if !w.signed {
		return nil
	}
	report := inspect.Inspect(w.link.URL.Reveal(), d.Clock())
	t := w.link.Request.Target
	if report.Target.Key != t.Key || !address.IsARN(t.Bucket) && report.Target.Bucket != t.Bucket {
		return one(say.Bad, "read back, the link names another object: "+report.Target.Bucket+"/"+report.Target.Key, "report this, with the name of the object")
	}
	again, err := w.svc.Signer.Sign(ctx, w.spec())
	switch {
	case err != nil:
		return failed(say.Warning, err)
	case again.URL.Reveal() != w.link.URL.Reveal():
		return one(say.Warning, "signed anew from what the share log would keep, it is another link: the log could not make it again", "the credentials may have changed meanwhile; run this again")
	}
	return one(say.Good, "offline: read back, it names this object; signed anew, it is the same link", "")
}

// linkOpens opens the link as a stranger would, once.
func (d *doctor) linkOpens(ctx context.Context) []say.Remark {
	w := &d.link
	if !w.signed {
		return nil
	}
	_, out := d.checker().UseLink(ctx, w.link)
	w.opened = say.Worst(out) != say.Bad && len(out) > 0 && out[0].Code == "opens"
	return out
}

// linkAltered proves that the server judges the signature: with another one the link must
// not open.
func (d *doctor) linkAltered(ctx context.Context) []say.Remark {
	w := &d.link
	if !w.opened {
		return nil
	}
	changed, ok := altered(w.link.URL)
	if !ok {
		return one(say.Info, "not tried: the link has no signature of this kind", "")
	}
	link := w.link
	link.URL = changed
	opens, answer, err := d.checker().Ask(ctx, link)
	switch {
	case err != nil:
		return one(say.Info, "not tried: "+err.Error(), "")
	case opens:
		return one(say.Bad, "the server opens it with a changed signature too: the object is public, or signatures are not judged there", "if it is not meant to be public, block public access to the bucket")
	}
	if s := answer.Status; s != http.StatusForbidden && s != http.StatusBadRequest && s != http.StatusUnauthorized {
		return one(say.Info, "not told: with a changed signature the server answered otherwise: "+refusal.Explain(answer).Sentence, "")
	}
	return one(say.Good, "with one digit of its signature changed it is refused: "+refusal.Explain(answer).Sentence, "")
}

// altered is a link whose signature has another last digit.
func altered(link share.Secret) (share.Secret, bool) {
	const name, digits = "X-Amz-Signature=", 64
	before, rest, ok := strings.Cut(link.Reveal(), name)
	if !ok || len(rest) < digits {
		return share.Secret{}, false
	}
	last := byte('0')
	if rest[digits-1] == last {
		last = '1'
	}
	return share.NewSecret(before + name + rest[:digits-1] + string(last) + rest[digits:]), true
}

// screens are those that a code is held against.
func screens() []struct {
	name       string
	cols, rows int
} {
	return []struct {
		name       string
		cols, rows int
	}{{"80x24", 80, 24}, {"100x30", 100, 30}, {"120x40", 120, 40}, {"160x50", 160, 50}}
}

// linkCode says how large the code is, and where it fits.
func (d *doctor) linkCode(context.Context) []say.Remark {
	w := &d.link
	if !w.signed {
		return nil
	}
	code, err := qr.Encode(w.link.URL.Reveal())
	if err != nil {
		return failed(say.Warning, err)
	}
	text := fmt.Sprintf("%s, version %d, %s a side", say.Things(w.link.URL.Len(), "character"), code.Version(), say.Things(code.Size(), "module"))
	usual := qr.Terminal{Colors: true, UTF8: true, DarkBackground: true, Kept: promptRows}
	for _, style := range []qr.Style{qr.Half, qr.Octants} {
		fits := "larger screens"
		for _, s := range screens() {
			usual.Cols, usual.Rows = s.cols, s.rows-promptRows
			if qr.Fit(code.Size(), usual, style).Fits() {
				fits = s.name
				break
			}
		}
		text += map[qr.Style]string{qr.Half: "; in half blocks it fits ", qr.Octants: ", as octants "}[style] + fits
	}
	out := one(say.Good, text, "")
	if d.screen == nil {
		return out
	}
	t := d.asked()
	p := qr.Fit(code.Size(), t, qr.Auto)
	if !p.Fits() {
		return append(out, say.Remark{Level: say.Warning, Text: "not on this screen: " + p.Problem(), Next: t.Enlarge()})
	}
	return append(out, say.Remark{Level: say.Good, Text: "on this screen it is drawn as " + p.Style.String()})
}

// linkBack says how such a link is taken back.
func (d *doctor) linkBack(ctx context.Context) []say.Remark {
	w := &d.link
	if !w.signed {
		return nil
	}
	rec := share.Record{Spec: w.spec(), Terms: w.link.Terms, Temporary: w.link.Identity.Temporary, Source: w.link.Identity.Source}
	heedless := false
	if address.OwnServer(w.link.Endpoint.URL) {
		heedless, _ = d.heedless(ctx, &revokeFlags{}, ledger.Entry{Record: rec}) // who does not answer is told by revoke
	}
	var ways []string
	for _, way := range takeback.Ways() {
		if way.Fits(rec) == nil && (!heedless || way.Name != "policy" && way.Name != "age") {
			ways = append(ways, way.Name)
		}
	}
	if len(ways) == 0 {
		return one(say.Warning, "nothing takes such a link back before its end", "keep links short")
	}
	text := "one that is recorded can be taken back: " + strings.Join(ways, ", ")
	if heedless {
		text += "; the policy of a bucket does not end links at this server"
	}
	return one(say.Good, text, "signet revoke ID --list says what each of them ends")
}
