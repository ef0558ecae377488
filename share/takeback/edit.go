package takeback

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"signet/share/policy"
	"signet/share/say"
)

// Edit is what is to become of a policy.
type Edit struct {
	From, To policy.Document
	Denies   []policy.Statement // what is to stand there
	Comes    []string           // the statements that are new; the others stand there already
	Instead  []string           // what stood there under their names, and says something else
	Goes     []string           // the statements that go
}

// tooLargeError is a policy that a bucket cannot have.
type tooLargeError struct{ bytes int }

func (e *tooLargeError) Error() string {
	return fmt.Sprintf("the policy would have %s, and may have %s", say.Things(e.bytes, "byte"), say.Count(policy.MaxBucketPolicy))
}

// Plan is the edit after which statements stand in a policy, and those of signet's that
// deny nothing any more do not. Nothing is left to do where To is From. Somebody may have
// revoked by a statement that lasts longer, or that denies more: it is never made shorter
// or smaller.
func Plan(text string, denies []policy.Statement, now time.Time) (Edit, error) {
	from, err := policy.ReadDocument(text)
	if err != nil {
		return Edit{}, err
	}
	e := Edit{From: from}
	var gone []string
	for _, deny := range denies {
		standing := from.Statement(deny.Sid)
		if deny, err = atLeast(deny, from); err != nil {
			return Edit{}, err
		}
		e.Denies = append(e.Denies, deny)
		if policy.Equal(standing, deny.String()) {
			continue
		}
		e.Comes = append(e.Comes, deny.String())
		if standing != "" {
			e.Instead = append(e.Instead, standing)
		}
		gone = append(gone, deny.Sid)
	}
	for _, sid := range ended(from, now) {
		if !slices.ContainsFunc(denies, func(s policy.Statement) bool { return s.Sid == sid }) {
			gone = append(gone, sid)
			e.Goes = append(e.Goes, from.Statement(sid))
		}
	}
	if e.To, err = from.Without(gone...); err != nil {
		return Edit{}, err
	}
	for _, deny := range e.Denies {
		if !slices.Contains(gone, deny.Sid) {
			continue
		}
		if e.To, err = e.To.With(deny); err != nil {
			return Edit{}, err
		}
	}
	if n := len(e.To.String()); n > policy.MaxBucketPolicy {
		return e, &tooLargeError{n}
	}
	return e, nil
}

// atLeast is a statement that ends nothing which its predecessor of that name denies. What
// somebody else has made of that one it cannot tell, and so it does not replace it.
func atLeast(deny policy.Statement, there policy.Document) (policy.Statement, error) {
	standing, own := there.Own(deny.Sid)
	switch text := there.Statement(deny.Sid); {
	case text == "":
		return deny, nil
	case !own || !alike(standing, deny):
		return deny, changedByOthers(deny.Sid, text)
	case standing.Until.After(deny.Until):
		deny.Until = standing.Until
	}
	deny.Resources = union(standing.Resources, deny.Resources)
	return deny, nil
}

// changedByOthers refuses to replace, or to undo, a statement that signet did not write so.
func changedByOthers(sid, standing string) error {
	return fmt.Errorf("somebody has changed the statement %s, and what it denies by now signet does not judge: %s", sid, policy.ASCII(standing))
}

// ended are the names of signet's statements that deny nothing any more.
func ended(d policy.Document, now time.Time) []string {
	return slices.DeleteFunc(ownSids(d), func(sid string) bool {
		until := d.Until(sid)
		return until.IsZero() || until.After(now)
	})
}

// Back is a policy that was read, now, as it was before the edit. If anybody else has
// changed it since, only the statements of the shares go.
func (e Edit) Back(now string) (to policy.Document, whole bool, err error) {
	if policy.Equal(now, e.To.String()) {
		return e.From, true, nil
	}
	there, err := policy.ReadDocument(now)
	if err != nil {
		return policy.Document{}, false, err
	}
	var sids []string
	for _, s := range e.Denies {
		sids = append(sids, s.Sid)
	}
	to, err = there.Without(sids...)
	return to, false, err
}

// Written reports whether a policy that was read back has the statement, and it says what
// was written: a server may write it in its own way.
func Written(text string, deny policy.Statement) error {
	d, err := policy.ReadDocument(text)
	if err != nil {
		return err
	}
	switch standing := d.Statement(deny.Sid); {
	case standing == "":
		return errors.New("the policy was written, and read back it does not have the statement " + deny.Sid)
	case !policy.Equal(standing, deny.String()):
		return errors.New("the policy was written, and read back it says something else in the statement " + deny.Sid)
	}
	return nil
}
