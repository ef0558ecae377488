package revoke

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/takeback"
	"signet/ui/kit"
	"signet/ui/uitest"
)

// taker is a Taker that does what the test says, and notes what it was asked.
type taker struct {
	entry   ledger.Entry
	others  int // open links of the same batch, recipient and key
	step    takeback.Step
	account takeback.Account
	tells   []takeback.News
	waits   bool // until nobody waits any more
	err     error
	mend    Mend

	offered, does int
	way, reason   string
	chosen        takeback.Selection
}

func (k *taker) Get(context.Context, string) (ledger.Entry, error) { return k.entry, k.err }

func (k *taker) Open(_ context.Context, s takeback.Selection) (all []ledger.Entry, _ error) {
	k.chosen = s
	for i := range k.others {
		e := k.entry
		e.ID = fmt.Sprintf("0samzyhyqb%03d", i)
		e.Spec.Target.Key = fmt.Sprintf("2026/page %d.pdf", i)
		all = append(all, e)
	}
	return all, k.err
}

// Offers are ways as there are: one that is for none of them, one that signet goes, and
// two that it describes.
func (k *taker) Offers(_ context.Context, shares []ledger.Entry) ([]takeback.Offer, error) {
	k.offered++
	reached := func(n int, whom string) (all []ledger.Entry) {
		for range n {
			e := ledger.Entry{}
			e.Recipient = whom
			all = append(all, e)
		}
		return all
	}
	key := shares[0].Spec.AccessKeyID
	return []takeback.Offer{
		{Way: takeback.Way{Name: "signer", Does: "delete the key that signs this link alone", Here: true}, Not: []takeback.Misfit{{Entry: shares[0], Why: errors.New("a long-lived key signed it, and others with it")}}},
		{Way: takeback.Way{Name: "policy", Does: "deny links to this object in the policy of its bucket, new ones too; the owner's own programs go on", Here: true}, For: shares, Others: append(reached(9, "Mr Okafor\x1b[2J"), reached(3, "Ms Ito")...)},
		{Way: takeback.Way{Name: "object", Does: "delete, rename or replace the object"}, For: shares, Commands: [][]string{{"aws", "s3api", "delete-object", "--bucket", "acme-contracts", "--key", "2026/Q3 report, final.pdf"}}},
		{Way: takeback.Way{Name: "key", Does: "deactivate the access key that signed"}, For: shares, Others: reached(1204, "Mr Okafor"), Commands: [][]string{{"aws", "iam", "update-access-key", "--access-key-id", key, "--status", "Inactive"}}},
	}, k.err
}

func (k *taker) Prepare(_ context.Context, how string, shares []ledger.Entry) (takeback.Step, error) {
	k.way = how
	step := k.step
	step.Changes = nil
	for _, c := range k.step.Changes {
		one := *c
		one.Ends = shares
		step.Changes = append(step.Changes, &one)
	}
	return step, k.err
}

func (k *taker) Do(ctx context.Context, _ takeback.Step, reason string, tell func(takeback.News)) takeback.Account {
	k.does++
	k.reason = reason
	for _, n := range k.tells {
		tell(n)
	}
	if k.waits {
		<-ctx.Done()
	}
	return k.account
}

func (k *taker) Mend(context.Context, ledger.Entry) (Mend, error) { return k.mend, k.err }

func (k *taker) Shell(command []string) string { return strings.Join(command, " ") }

// one is a link to a document, of a batch of fourteen.
func one() *taker {
	now := uitest.NewClock().Now()
	k := &taker{others: 14}
	e := &k.entry
	e.ID, e.Recipient, e.Group, e.Batch = "0samzyhyqbkf2", "Ms Ito\x1b[2J", "g1", 14
	e.Spec.Operation, e.Spec.Target = share.Download, share.Target{Place: "work", Bucket: "acme-contracts", Key: "2026/Q3 report, final.pdf"}
	e.Spec.AccessKeyID = "AKIAIOSFODNN7EXAMPLE"
	e.Terms.Ends = now.Add(50 * time.Hour)
	k.step.Changes = []*takeback.Change{{
		Way: takeback.Way{Name: "policy", Does: "deny links to this object in the policy of its bucket, new ones too; the owner's own programs go on"},
		Lines: []takeback.Line{
			{Text: "the policy of acme-contracts, 412 bytes of at most 20,480:"},
			{Sign: '-', Text: `{"Sid":"signet0samzyhyqbkf1","Effect":"Deny","Principal":"*","Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::acme-contracts/old.pdf"}`},
			{Sign: ' ', Text: "(of links that have ended: it denies nothing any more)"},
			{Sign: '+', Text: `{"Sid":"signet0samzyhyqbkf2","Effect":"Deny","Principal":"*","Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::acme-contracts/2026/Q3 report, final.pdf","Condition":{"StringEquals":{"s3:authType":"REST-QUERY-STRING"},"DateLessThan":{"aws:CurrentTime":"2026-03-06T14:01:00Z"}}}`},
			{Sign: ' ', Text: "new links to the object are denied by it as well, until Fri 6 Mar 14:01"},
		},
		Hand: takeback.Hand{Statements: []string{`{"Sid":"signet0samzyhyqbkf2","Effect":"Deny"}`}, Does: "in the policy of the bucket acme-contracts, ends the link"},
	}}
	return k
}

// became is an account of so many shares, in these states.
func became(words string, states ...takeback.State) (a takeback.Account) {
	for i, state := range states {
		o := takeback.Outcome{State: state, Words: words}
		o.Entry.ID = fmt.Sprintf("0samzyhyqb%03d", i)
		o.Entry.Spec.Target = share.Target{Bucket: "acme-contracts", Key: fmt.Sprintf("2026/page %d.pdf", i)}
		a.Outcomes = append(a.Outcomes, o)
	}
	return a
}

func start(t *testing.T, k *taker) *uitest.Driver {
	t.Helper()
	return uitest.New(t, func(env kit.Env) kit.Screen { return New(env, k, "0samzyhyqbkf2", One) })
}
