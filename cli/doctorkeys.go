package cli

import (
	"context"
	"errors"
	"slices"
	"time"

	"signet/s3browser"
	"signet/share"
	"signet/share/say"
)

// unplaced says that nothing can be asked of a place that is not known.
func (d *doctor) unplaced() []say.Remark {
	return one(say.Info, "not tried: the settings cannot be read, and with them the place "+d.flags.place, "")
}

// source says where the credentials come from.
func (d *doctor) source(ctx context.Context) []say.Remark {
	if d.place == nil {
		return d.unplaced()
	}
	name := "no place is named: "
	if d.place.name != "" {
		name = "place " + d.place.name + ": "
	}
	text, err := d.place.browser().Whence(ctx)
	if err != nil {
		return failed(say.Bad, err)
	}
	return one(say.Good, name+text, "")
}

// key says whose credentials these are, and when they end.
func (d *doctor) key(ctx context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	id, err := d.place.browser().Identity(ctx)
	if err != nil {
		return d.noKey(err)
	}
	return d.keyWords(id)
}

// noKey is why there are no credentials. Without any place being meant they need not be
// there, where places of the settings have their own.
func (d *doctor) noKey(err error) []say.Remark {
	e, ok := errorOf(err)
	if ok && e.Kind == s3browser.NoCredentials && d.place.name == "" && len(d.settings.Places) > 0 {
		return one(say.Warning, e.Sentence+"; no place is named, and there is no default_place", "signet doctor --place "+quoted(d.settings.Places[0].Name))
	}
	return failed(say.Bad, err)
}

const renewal = "renew it, as by aws sso login"

func (d *doctor) keyWords(id s3browser.Identity) []say.Remark {
	d.plain.knows(id.AccessKeyID)
	now, text := d.Clock(), "access key "+id.AccessKeyID
	switch {
	case !id.Temporary:
		return one(say.Good, text+", which does not end by itself", "")
	case !id.ExpiryKnown:
		return one(say.Warning, text+"; it is a session, and when it ends nobody says", "")
	case !id.Expires.After(now):
		return one(say.Bad, text+"; the session expired "+d.when(id.Expires), renewal)
	case id.Expires.Sub(now) < d.settings.Soon:
		return one(say.Warning, text+"; the session ends in "+say.Span(id.Expires.Sub(now)), renewal)
	}
	return one(say.Good, text+"; the session ends "+d.when(id.Expires), "")
}

// signature says whether the server takes the keys.
func (d *doctor) signature(context.Context) []say.Remark { return d.step("signature") }

// signing says who signs links, where that is not who looks.
func (d *doctor) signing(ctx context.Context) []say.Remark {
	if d.place == nil || d.place.sign == nil {
		return nil
	}
	id, err := d.place.signer().Identity(ctx)
	if err != nil {
		return failed(say.Bad, err)
	}
	out := d.keyWords(id)
	for i := range out {
		out[i].Text = "links are " + linksWords(d.place.config) + ": " + out[i].Text
	}
	return out
}

// longest says how long a link can live, and what keeps it from living longer.
func (d *doctor) longest(ctx context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	svc := share.Service{Signer: d.places.signer(), Clock: d.Clock}
	p, err := svc.Plan(ctx, share.Request{
		Target: share.Target{Place: d.place.name, Bucket: "bucket", Key: "key"}, Operation: share.Download, Lifetime: share.For(say.Longest),
	})
	if err != nil {
		_, known := errorOf(err)
		if _, ended := errors.AsType[*share.EndedError](err); known || ended {
			return nil // it was said of the key
		}
		return failed(say.Bad, err)
	}
	return one(say.Good, d.longestWords(p), "")
}

// step is what a trial of the place has found in a step.
func (d *doctor) step(name string) []say.Remark {
	trial := d.trial()
	i := slices.IndexFunc(trial.Steps, func(s s3browser.Step) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	s := trial.Steps[i]
	switch s.Outcome {
	case s3browser.Passed:
		return one(say.Good, s.Text, s.Hint)
	case s3browser.Doubtful:
		return one(say.Warning, s.Text, s.Hint)
	case s3browser.Failed:
		return one(say.Bad, s.Text, s.Hint)
	case s3browser.Skipped:
	}
	return one(say.Info, "not reached: the step before it failed: "+failedStep(trial), "")
}

// failedStep is the name of the step that ended a trial.
func failedStep(t s3browser.Trial) string {
	for _, s := range t.Steps {
		if s.Outcome == s3browser.Failed {
			return s.Name
		}
	}
	return ""
}

func errorOf(err error) (*s3browser.Error, bool) { return errors.AsType[*s3browser.Error](err) }

// longestWords say until when the longest link would live, and why no longer.
func (d *doctor) longestWords(p share.Plan) string {
	text := "the longest link that can be signed now ends " + d.when(p.Terms.Ends) + ": "
	if !p.Terms.Shortened() {
		return text + "no link lives longer than " + say.Span(say.Longest)
	}
	return text + p.Terms.Because()
}

// when is a moment for who reads the report on another day.
func (d *doctor) when(t time.Time) string { return say.DatedMoment(t.In(d.Clock().Location())) }
