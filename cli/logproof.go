package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"signet/share/evidence"
	"signet/share/ledger"
	"signet/share/say"
)

// verifyEvidence checks the chain of a document, its signature if that is beside it, and
// what the log of this user says of it.
func (a *app) verifyEvidence(ctx context.Context, file string, kept []ledger.Head) error {
	in, err := a.input(ctx, file)
	if err != nil {
		return &usageError{"--evidence cannot be read: " + clean(err.Error()), ""}
	}
	r, err := evidence.Verify(in, kept...)
	if err = errors.Join(err, in.Close()); err != nil {
		return err
	}
	now := a.Clock()
	if _, err := fmt.Fprintln(a.Out, r.Head); err != nil {
		return err
	}
	result := "its chain holds"
	if !r.Proved() {
		result = "not all of its chain could be proved"
	}
	fmt.Fprintf(a.Err, "%s: %s, %s from the share to the head, made %s\n", clean(file), result, say.Things(r.Rows, "row"), say.Moment(r.Made, now))
	fmt.Fprintf(a.Err, "it is about %s: %s %s, signed %s, %s%s\n", r.ID, r.Record.Spec.OperationName(), clean(r.Record.Spec.Target.URI()),
		say.Moment(r.Record.Created, now), say.Things(len(r.Events), "event"), tag("; for ", r.Record.Recipient))
	if r.Asserted > 0 {
		fmt.Fprintf(a.Err, "%s others wrote in the log's first form: what is before the last of them is tied to the head by the signature alone\n", say.AtLeast(r.Asserted, false, "row that", "rows that"))
	}
	for _, h := range r.Outside {
		fmt.Fprintf(a.Err, "the head %d:%x... is of a row that the document does not have\n", h.Seq, h.Hash[:4])
	}
	if err := a.tellSignature(ctx, file); err != nil {
		return err
	}
	proved, err := a.askOwnLog(ctx, r)
	if err == nil && !(proved && r.Proved()) {
		err = &exitError{exitIncomplete}
	}
	return err
}

// tellSignature has ssh-keygen check the signature that is beside the document. Whose the
// key is, only an allowed_signers line from elsewhere says.
func (a *app) tellSignature(ctx context.Context, file string) error {
	signature := file + ".sig"
	if info, err := os.Stat(signature); file == "-" || err != nil || !info.Mode().IsRegular() {
		fmt.Fprintln(a.Err, "no signature is beside it: who says so, nothing shows")
		return nil
	}
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	answer, known, err := sshChecked(ctx, in, signature)
	switch {
	case !known:
		fmt.Fprintln(a.Err, "its signature was not looked at: there is no ssh-keygen here")
	case err != nil:
		return fmt.Errorf("%s is no signature of %s: one of the two was changed", clean(signature), clean(file))
	default:
		fmt.Fprintln(a.Err, clean(answer))
		fmt.Fprintf(a.Err, "whose key that is, ssh-keygen says by their line in allowed_signers: %s -Y verify -f allowed_signers -I WHO -n %s -s %s < %s\n", sshKeygen, evidence.Namespace, quoted(signature), quoted(file))
	}
	return nil
}

// askOwnLog compares a document with the log of this user, if that has the share.
func (a *app) askOwnLog(ctx context.Context, r evidence.Report) (proved bool, err error) {
	l, err := a.openLogToRead()
	if err != nil {
		fmt.Fprintln(a.Err, "your own log was not asked: "+oneVoice(err))
		return true, nil
	}
	defer func() { _ = l.Close() }()
	if _, err := l.Get(ctx, r.ID); err != nil {
		if ledger.IsKind(err, ledger.NotFound) {
			fmt.Fprintln(a.Err, "your own log has no such share: only the document was looked at")
			return true, nil
		}
		return false, err
	}
	for _, h := range append(r.Own, r.Head) {
		mine, ok, err := l.HeadAt(ctx, h.Seq)
		switch {
		case err != nil:
			return false, err
		case !ok:
			fmt.Fprintf(a.Err, "your own log has that share, but no row %d: it ends before, or was begun anew since\n", h.Seq)
			return false, nil
		case mine != h:
			return false, fmt.Errorf("your own log has another row of the number %d: the document is not of this log, or one of both was written anew", h.Seq)
		}
	}
	fmt.Fprintln(a.Err, "your own log has the same rows")
	return true, nil
}
