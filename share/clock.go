package share

import (
	"fmt"
	"math"
	"time"

	"signet/share/address"
	"signet/share/say"
)

// maxSkew is how far a server's clock may be off for links to be signed by it.
// S3 refuses requests that are 15 minutes off; a machine that was set to another
// day is less likely than a server that says whatever it likes.
const maxSkew = 24 * time.Hour

// ToldSkew is how far two clocks are apart when that is told.
const ToldSkew = 5 * time.Minute

// ClockError says that nothing is signed because the clock of the server that
// the link would point to is too far from this machine's. There is zero where they
// are further apart than a time.Duration can say.
type ClockError struct{ Here, There time.Time }

func (e *ClockError) Error() string {
	if e.There.IsZero() {
		return fmt.Sprintf("sign: the server's clock and this machine's, which says %s, are more than 292 years apart, and one is wrong; set it, then share again", say.UTC(e.Here))
	}
	return fmt.Sprintf("sign: the server's clock says %s, and this machine's %s: they are more than %s apart, and one is wrong; set it, then share again",
		say.UTC(e.There), say.UTC(e.Here), say.Span(maxSkew))
}

// byClock settles which clock signs a request for an endpoint, and what the user
// must know about it. It fails with a *ClockError.
func (r Request) byClock(e Endpoint, here time.Time) (Request, []say.Remark, error) {
	apart := r.Skew.Abs()
	if !address.SameServer(r.SkewOf, e.URL) {
		r.Skew, r.SkewOf = 0, ""
	}
	switch {
	case r.Skew.Abs() > math.MaxInt64-time.Minute: // where time.Time.Sub ends, rounded perhaps
		return r, nil, &ClockError{Here: here}
	case r.Skew.Abs() > maxSkew:
		return r, nil, &ClockError{Here: here, There: here.Add(r.Skew)}
	case apart < ToldSkew:
		return r, nil, nil
	case r.Skew == 0:
		return r, []say.Remark{{
			Code: "clock", Level: say.Warning, Text: "the clock of the server that was asked is " + say.Span(apart) + " from this machine's; the link is for another server, and signed by this machine's clock",
			Next: "make sure that the clock of this machine is right",
		}}, nil
	}
	way := " behind"
	if r.Skew < 0 {
		way = " ahead of"
	}
	return r, []say.Remark{{
		Code: "clock", Level: say.Warning, Text: "the clock of this machine is " + say.Span(apart) + way + " the server's; the link is signed by the server's clock",
		Next: "set the clock of this machine",
	}}, nil
}
