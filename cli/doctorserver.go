package cli

import (
	"cmp"
	"context"
	"time"

	"signet/s3browser"
	"signet/share/check"
	"signet/share/say"
)

// clock compares this machine's clock with the server's.
func (d *doctor) clock(context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	about, err := d.about()
	switch {
	case err != nil:
		return d.untold("the server did not answer")
	case about.Date.IsZero():
		return d.untold("the server does not say what time it has")
	}
	return []say.Remark{check.Clock(check.Facts{ServerTime: about.Date, At: about.At}.Skew())}
}

// untold is what cannot be found out from the server.
func (d *doctor) untold(why string) []say.Remark { return one(say.Info, "not known: "+why, "") }

func (d *doctor) address(context.Context) []say.Remark { return d.step("address") }

// connection says whether the server answers. Where there are no keys for a trial, what
// was asked without any tells.
func (d *doctor) connection(context.Context) []say.Remark { return d.stepOr("connection", connected) }

func connected(a s3browser.About, err error) []say.Remark {
	if err != nil {
		return failed(say.Bad, err)
	}
	return one(say.Good, a.Host+" answers", "")
}

func (d *doctor) encryption(context.Context) []say.Remark {
	return d.stepOr("encryption", func(a s3browser.About, err error) []say.Remark {
		if err != nil || !a.Encrypted {
			return nil
		}
		return one(say.Good, "encrypted, with a certificate that this machine trusts", "")
	})
}

// stepOr is step; of one that the trial has not reached, what was asked without any keys.
func (d *doctor) stepOr(name string, asked func(s3browser.About, error) []say.Remark) []say.Remark {
	out := d.step(name)
	if d.place == nil || len(out) > 0 && out[0].Level != say.Info {
		return out
	}
	return asked(d.about())
}

// soonOver is how long before its end a certificate is warned of.
const soonOver = 14 * 24 * time.Hour

func (d *doctor) certificate(context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	about, err := d.about()
	if err != nil || about.Ends.IsZero() {
		return nil
	}
	left := about.Ends.Sub(d.Clock())
	text := "it ends " + d.when(about.Ends)
	if left < soonOver {
		return one(say.Warning, text+", in "+say.Span(left)+": no link to this server opens after that", "have whoever runs the server renew it")
	}
	return one(say.Good, text, "")
}

// server says what answers there.
func (d *doctor) server(context.Context) []say.Remark {
	out := d.step("answer")
	if d.place == nil || len(out) > 0 && out[0].Level == say.Bad {
		return out
	}
	about, err := d.about()
	switch {
	case err != nil && len(out) > 0:
		return out
	case err != nil:
		return nil
	case about.Kind == "":
		return one(say.Good, "it does not say what it is", "")
	}
	return one(say.Good, about.Kind, "")
}

// style says where the name of a bucket is put, and whether the server takes it so.
func (d *doctor) style(ctx context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	_, at, err := d.place.signer().Config(ctx)
	if err != nil {
		return nil // it was said of the credentials
	}
	where := map[bool]string{true: "in the path", false: "before the host"}
	text := "links name the bucket " + where[at.PathStyle]
	trial := d.trial()
	if trial.Bucket == "" || trial.PathStyle == trial.HostStyle || d.place.sign != nil {
		return append(one(say.Good, text, ""), warned(at.Remarks(trial.Bucket))...)
	}
	if trial.PathStyle != at.PathStyle {
		return one(say.Warning, text+", and the server takes it "+where[trial.PathStyle], map[bool]string{
			true: "path_style = true for the place, or --path-style", false: "path_style = false for the place, or --path-style=false",
		}[trial.PathStyle])
	}
	return append(one(say.Good, text+", and the server takes it so", ""), warned(at.Remarks(trial.Bucket))...)
}

// warned are the remarks that are more than worth knowing.
func warned(list []say.Remark) (out []say.Remark) {
	for _, r := range list {
		if r.Level == say.Warning || r.Level == say.Bad {
			out = append(out, r)
		}
	}
	return out
}

// region compares the region that is signed for with what the server says.
func (d *doctor) region(ctx context.Context) []say.Remark {
	if d.place == nil {
		return nil
	}
	_, at, err := d.place.browser().Config(ctx)
	if err != nil {
		return nil
	}
	trial := d.trial()
	text := at.Region + ", as it is set"
	if !at.RegionKnown {
		text = "none is set; " + at.Region + " is assumed"
	}
	switch there := trial.Region; {
	case there == "" && !at.RegionKnown && at.Endpoint == "":
		return one(say.Warning, text, "name the bucket's own with --region, or region = in the place")
	case there == "":
		return one(say.Good, text+"; the server names none", "")
	case there != at.Region:
		return one(say.Warning, text+"; "+d.regionOf(trial)+" "+there, `region = "`+there+`" in the place, or --region `+quoted(there))
	}
	return one(say.Good, cmp.Or(at.Region, trial.Region)+", as the server has it", "")
}

// regionOf begins what the server says.
func (d *doctor) regionOf(t s3browser.Trial) string {
	if t.Bucket != "" {
		return "the server says that the bucket " + t.Bucket + " is in"
	}
	return "the server's is"
}
