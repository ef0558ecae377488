package share

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"signet/share/say"
)

// Preparer is the half of a signer that uses the network: it makes the key or the session
// that signs one share, and ends it. at is the time by the server's clock as far as it is
// known, by which its requests are signed.
type Preparer interface {
	// Prepare makes what signs a share that the log has as an intent. An error that is an
	// *AnswerError means that nothing was made; after any other one nobody knows.
	Prepare(ctx context.Context, rec Record, at time.Time) (Made, error)
	// There asks whether the server has what was to be made for an intent.
	There(ctx context.Context, rec Record, at time.Time) (bool, error)
	// End deletes what was made for a share, or for an intent, and nothing else. An
	// *AnswerError whose Gone is true says that there is no such thing.
	End(ctx context.Context, rec Record, at time.Time) error
}

// Made is what was made for a share. None of it is a secret.
type Made struct {
	Key string // the id of the access key, which stands in the link
}

// KeyID is the id of the access key that stands in the link.
func (spec Spec) KeyID() string { return cmp.Or(spec.Mandate.Key, spec.AccessKeyID) }

// Begins reports a share that something is made or started for at the server before it
// is signed: the log has the intent first, and its outcome after.
func (spec Spec) Begins() bool {
	return spec.Operation.Info().Parts || spec.Mandate.Kind.Info().Prepares
}

// Actions are the rights of IAM that a link needs, and nothing more.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
func (spec Spec) Actions() []string {
	info := spec.Operation.Info()
	out := []string{info.Action}
	if info.Versioned && spec.Target.VersionID != "" {
		out = append(out, Request{Target: spec.Target, Operation: spec.Operation}.Action())
	}
	if info.Parts {
		out = append(out, "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")
	}
	if len(spec.Options.Tags) > 0 {
		out = append(out, "s3:PutObjectTagging")
	}
	return out
}

// waits tells who watches what is waited for.
func (s *Service) waits(doing string) (done func()) {
	if s.Waits == nil {
		return func() {}
	}
	return s.Waits(doing)
}

// begin records the intent, makes and starts what there has to be, signs, and records the
// outcome. What the log cannot remember is not begun: a key without a trace opens for
// ever what nobody knows of, and parts without a trace cost for ever.
func (s *Service) begin(ctx context.Context, p Plan, rec Record) (Link, Record, error) {
	rec.Spec.Options.UploadID = "" // of another one, that this one was shared after
	doing := "share " + rec.Spec.Target.URI()
	keys, parts := rec.Spec.Mandate.Kind.Info().Prepares, rec.Spec.Operation.Info().Parts
	if s.Diary == nil || s.Recorder == nil || keys && s.Keys == nil || parts && s.Uploads == nil {
		return Link{}, Record{}, errors.New(doing + ": there is no share log to remember it")
	}
	intent := []Record{rec}
	if err := s.record(ctx, intent); err != nil {
		return Link{}, Record{}, fmt.Errorf("%s: nothing was asked of the server, because the share log cannot remember it: %w", doing, err)
	}
	rec.ID = intent[0].ID
	ctx, cancel := finishing(ctx)
	defer cancel()
	if keys {
		done := s.waits(rec.Spec.Mandate.Kind.Info().Doing)
		made, err := s.Keys.Prepare(ctx, rec, s.at(p.Request.Skew))
		done()
		if err != nil {
			return s.notBegun(ctx, rec, err, "whether a key was made is not known: signet revoke "+rec.ID+" asks the server, as the share log does on screen")
		}
		rec.Spec.Mandate.Key = made.Key
	}
	if parts {
		done := s.waits("starting the upload")
		id, err := s.Uploads.Start(ctx, s.own(rec.Spec, p.Request.Skew))
		done()
		if err != nil {
			err = s.without(ctx, p, rec, err)
			return s.notBegun(ctx, rec, err, "whether it was started is not known: signet log uploads "+rec.ID+" asks the server")
		}
		rec.Spec.Options.UploadID = id
	}
	return s.begun(ctx, p, rec)
}

// grace is how long a request that changes something at the server may still take after
// whoever asked for it has lost interest: then its outcome is known.
const grace = 5 * time.Second

// finishing is a context that ends that much later.
func finishing(ctx context.Context) (context.Context, context.CancelFunc) {
	out, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return out, func() { stop(); cancel() }
}

// notBegun records why nothing was made, where that is known.
func (s *Service) notBegun(ctx context.Context, rec Record, err error, unknown string) (Link, Record, error) {
	var refused *AnswerError
	if !errors.As(err, &refused) {
		return Link{}, Record{}, fmt.Errorf("%w\n%s", err, unknown)
	}
	rec.Failure = refused.Text
	return Link{}, Record{}, errors.Join(err, s.became(ctx, rec))
}

// begun signs by what was made, for what was started.
func (s *Service) begun(ctx context.Context, p Plan, rec Record) (Link, Record, error) {
	signed, err := s.Signer.Sign(ctx, rec.Spec)
	if err != nil {
		return Link{}, Record{}, s.dropped(ctx, p, rec, err)
	}
	rec.SignatureSHA256 = signed.SignatureSHA256
	if len(signed.Calls) == 0 {
		rec.Headers = signed.Headers
	}
	for _, c := range signed.Calls {
		rec.CallsSHA256 = append(rec.CallsSHA256, c.SignatureSHA256)
	}
	p.Request.Options = rec.Spec.Options
	link := s.link(p, rec.Spec, signed)
	link.ID = rec.ID
	if err := s.became(ctx, rec); err != nil {
		link.Warnings = append(link.Warnings, say.Remark{
			Code: "log", Level: say.Warning, Text: "it works, but the share log knows only that it was to be begun: " + err.Error(),
			Next: rec.Spec.traces(),
		})
	}
	return link, Record{}, nil
}

// traces are what was begun as the server calls it, for whom the log cannot tell.
func (spec Spec) traces() string {
	text := ""
	if spec.Mandate.Key != "" {
		text = "its access key is " + spec.Mandate.Key
	}
	if spec.Options.UploadID != "" {
		text = say.Line(text, "its upload id is "+spec.Options.UploadID)
	}
	return text
}

// dropped ends what was made and started for a share that cannot be signed. The cause is
// told as a text: a key that is gone would have it tried once more.
func (s *Service) dropped(ctx context.Context, p Plan, rec Record, cause error) error {
	rec.Failure = "it was begun, could not be signed, and was ended again: " + cause.Error()
	err := s.without(ctx, p, rec, nil)
	if rec.Spec.Options.UploadID != "" {
		err = errors.Join(err, s.Uploads.Abort(ctx, s.own(rec.Spec, p.Request.Skew)))
	}
	if err != nil {
		rec.Failure = "it was begun, " + rec.Spec.traces() + "; it could not be signed: " + cause.Error() + ", and not be ended: " + err.Error()
	}
	return errors.Join(errors.New(rec.Failure), s.became(ctx, rec))
}

// without deletes the key of a share that comes to nothing, whose cause is returned
// as it is unless the key stays.
func (s *Service) without(ctx context.Context, p Plan, rec Record, cause error) error {
	if rec.Spec.Mandate.Key == "" {
		return cause
	}
	if err := s.Keys.End(ctx, rec, s.at(p.Request.Skew)); err != nil {
		return errors.Join(cause, fmt.Errorf("the key %s stays, until it ends by itself: %w", rec.Spec.Mandate.Key, err))
	}
	return cause
}

func (s *Service) became(ctx context.Context, rec Record) error {
	return s.Diary.Became(context.WithoutCancel(ctx), rec)
}

// at is now by the clock of a server.
func (s *Service) at(skew time.Duration) time.Time {
	return s.clock().Add(skew).UTC().Truncate(time.Second)
}

// Made asks the server whether the key of a recorded share, or of an intent, is there.
func (s *Service) Made(ctx context.Context, rec Record) (bool, error) {
	if s.Keys == nil {
		return false, errors.New("look into " + rec.ID + ": nobody here can ask the server")
	}
	return s.Keys.There(ctx, rec, s.at(0))
}

// Knocker is a signer that makes requests which open nothing, by a key or a session whose
// secret nobody has: the server's answer tells whether it knows the key.
type Knocker interface {
	Knock(ctx context.Context, spec Spec) (Signed, error)
}

// Knock is such a request for a recorded share.
func (s *Service) Knock(ctx context.Context, rec Record) (Link, error) {
	k, ok := s.Signer.(Knocker)
	if !ok {
		return Link{}, errors.New("ask for the key of " + rec.ID + ": nobody here can")
	}
	spec := s.own(rec.Spec, 0)
	spec.Mandate.Key = rec.Spec.Mandate.Key
	signed, err := k.Knock(ctx, spec)
	return Link{ID: rec.ID, Method: signed.Method, URL: signed.URL, SignedAt: rec.Spec.SignedAt, Terms: rec.Terms, Endpoint: rec.Spec.Endpoint}, err
}

// EndKey deletes the key that was made for a recorded share, which ends its link alone.
func (s *Service) EndKey(ctx context.Context, rec Record) error {
	if s.Keys == nil {
		return errors.New("end " + rec.ID + ": nobody here can ask the server")
	}
	ctx, cancel := finishing(ctx)
	defer cancel()
	return s.Keys.End(ctx, rec, s.at(0))
}

// settling is how long after its intent a share may still be on its way: a server is asked
// up to three times, and may keep silent for half a minute each time.
const settling = 2 * time.Minute

// Stopped refuses an intent that another signet may be about to hand out.
func (s *Service) Stopped(rec Record) error {
	age := s.clock().Sub(rec.Created)
	if age >= settling || age <= -settling { // a clock was set back
		return nil
	}
	return errors.New("it was begun just now, and may be on its way to who shared it\nask again in " + say.Span(settling))
}

// nobodyHas says of an intent that it came to nothing.
func (r Record) nobodyHas() string {
	if r.Spec.Operation == Grant {
		return "nobody has the credentials"
	}
	return "nobody has the link"
}

// Undo deletes what was made for an intent, if there is something, and notes that nobody
// has a link. It gives what it noted.
func (s *Service) Undo(ctx context.Context, rec Record) (words string, err error) {
	if err := s.Stopped(rec); err != nil {
		return "", err
	}
	if rec.Spec.Mandate.Kind.Info().Fleeting != "" { // what nobody can use ends by itself
		rec.Failure = "signet was stopped while it asked for the session, whose secret nobody has, and which ends by itself; " + rec.nobodyHas()
		return rec.Failure, s.became(ctx, rec)
	}
	rec.Failure = "signet was stopped while it made the key, which is deleted; " + rec.nobodyHas()
	var refused *AnswerError
	switch err := s.EndKey(ctx, rec); {
	case errors.As(err, &refused) && refused.Gone:
		rec.Failure = "signet was stopped before it made the key, and the server has none; " + rec.nobodyHas()
	case err != nil:
		return "", err
	}
	return rec.Failure, s.became(ctx, rec)
}
