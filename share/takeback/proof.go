package takeback

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"signet/share"
	"signet/share/refusal"
)

// Provable reports a link that may be tried: those that write never are, since a try
// would do it.
func Provable(rec share.Record) bool {
	method := rec.Spec.Operation.Info().Method
	return method == http.MethodGet || method == http.MethodHead
}

// Answer is what a link answers.
type Answer struct {
	Opens bool
	refusal.Answer
}

func (a Answer) String() string {
	if a.Code == "" {
		return fmt.Sprint(a.Status)
	}
	return fmt.Sprintf("%d %s", a.Status, a.Code)
}

// denied: the refusal that a Deny causes. After a HEAD no server says more than 403.
func (a Answer) denied() bool {
	return a.Status == http.StatusForbidden && (a.Code == "" || a.Code == "AccessDenied")
}

// Proof tries a link until it is refused as the way refuses it.
type Proof struct {
	Ask  func(context.Context) (Answer, error)
	Wait func(ctx context.Context, d time.Duration) error
	Tell func(Answer) // of each answer that is no refusal yet
}

// Pauses are how long is waited between the tries: AWS says that a policy may take
// minutes, other servers heed it at once or never.
func Pauses(own bool) (all []time.Duration) {
	if own {
		return []time.Duration{time.Second, time.Second}
	}
	for range 5 {
		all = append(all, 2*time.Second)
	}
	for range 15 {
		all = append(all, 20*time.Second)
	}
	return all
}

// Watch reports whether the link is refused by now, and its last answer. That proves
// something only of a link that had opened right before.
func (p Proof) Watch(ctx context.Context, pauses []time.Duration) (dead bool, last Answer, err error) {
	for i := 0; ; i++ {
		if last, err = p.Ask(ctx); err != nil {
			return false, last, err
		}
		if last.denied() || i == len(pauses) {
			return last.denied(), last, nil
		}
		p.Tell(last)
		if err := p.Wait(ctx, pauses[i]); err != nil {
			return false, last, err
		}
	}
}
