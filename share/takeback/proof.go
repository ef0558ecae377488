package takeback

import (
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

// untried is why a share is never tried; empty: it may be.
func untried(rec share.Record) string {
	switch {
	case isGrant(rec):
		return "credentials are kept nowhere, so that nothing can be tried with them"
	case !Provable(rec):
		return "a link that writes is never tried"
	}
	return ""
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

// pauses are how long is waited between the tries: AWS says that a policy may take
// minutes, other servers heed it at once or never.
func pauses(own bool) (all []time.Duration) {
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
