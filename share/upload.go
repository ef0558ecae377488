package share

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"signet/share/say"
)

// Uploader is the half of a signer that uses the network: it starts uploads in parts,
// looks at them and ends them, with requests of its own. They are signed at the
// spec's time, by its access key.
type Uploader interface {
	// Start starts an upload and gives the id that the server calls it by. An error
	// that is an *AnswerError means that it was not started; after any other one
	// nobody knows.
	Start(ctx context.Context, spec Spec) (id string, err error)
	// Listed are the parts that are there, in order. An *AnswerError whose Gone is
	// true says that there is no such upload.
	Listed(ctx context.Context, spec Spec) ([]Part, error)
	// Unfinished are the uploads to the spec's object that the server has.
	Unfinished(ctx context.Context, spec Spec) ([]Unfinished, error)
	// Complete makes the object of the parts.
	Complete(ctx context.Context, spec Spec, parts []Part) error
	// Abort drops the upload and all of its parts.
	Abort(ctx context.Context, spec Spec) error
}

// Part is a part that is there.
type Part struct {
	Number int
	ETag   string // with its quotes
	Size   int64
}

// Unfinished is an upload that was started and not ended.
type Unfinished struct {
	ID      string
	Started time.Time
}

// AnswerError is a refusal by the server, in plain words.
type AnswerError struct {
	Doing, Text string
	Gone        bool // there is no such upload, or no such key
}

func (e *AnswerError) Error() string { return e.Doing + ": " + e.Text }

// Diary remembers what became of what was recorded as an intent.
type Diary interface {
	// Became notes the outcome of a share that was recorded before it was begun: its
	// key, its upload id and signatures, or in Failure why it was not.
	Became(ctx context.Context, rec Record) error
}

// ownRequest is how long the requests are good for that this program sends itself.
const ownRequest = 5 * time.Minute

// own is the spec of a request that is sent at once, by the user's own key.
func (s *Service) own(spec Spec, skew time.Duration) Spec {
	spec.SignedAt, spec.Seconds, spec.Mandate = s.at(skew), int64(ownRequest/time.Second), Mandate{}
	return spec
}

// Progress is what the server has of an upload.
type Progress struct {
	There []Part
	Bytes int64
	Gone  bool // the server knows no such upload: it was completed or aborted
}

// Upload asks the server how far a recorded upload is.
func (s *Service) Upload(ctx context.Context, rec Record) (Progress, error) {
	spec, err := s.asking(ctx, rec)
	if err != nil {
		return Progress{}, err
	}
	var p Progress
	p.There, err = s.Uploads.Listed(ctx, spec)
	var refused *AnswerError
	if errors.As(err, &refused) && refused.Gone {
		return Progress{Gone: true}, nil
	}
	for _, part := range p.There {
		p.Bytes += part.Size
	}
	return p, err
}

// Complete makes the object of the parts, if all are there. Errors may be of type
// *RefusedError: the rails of today hold.
func (s *Service) Complete(ctx context.Context, rec Record) error {
	if err := s.MayShow(ctx, rec); err != nil {
		return err
	}
	p, err := s.Upload(ctx, rec)
	if err != nil {
		return err
	}
	if err := p.whole(rec); err != nil {
		return err
	}
	spec, err := s.asking(ctx, rec)
	if err != nil {
		return err
	}
	return s.Uploads.Complete(ctx, spec, p.There)
}

// whole reports what keeps an upload from being completed.
func (p Progress) whole(rec Record) error {
	o, doing := rec.Spec.Options, "complete "+rec.ID+": "
	switch {
	case p.Gone:
		return errors.New(doing + "the server knows no such upload: it was completed or aborted")
	case len(p.There) != o.Parts() || p.Bytes != o.TotalSize:
		return fmt.Errorf("%s%d of %s are there, %s of %s: the object would not be whole", doing, len(p.There), say.Things(o.Parts(), "part"), say.ToTheByte(p.Bytes), say.ToTheByte(o.TotalSize))
	}
	return nil
}

// Abort drops the upload and its parts. Errors may be of type *RefusedError.
func (s *Service) Abort(ctx context.Context, rec Record) error {
	if rec.Spec.Options.UploadID == "" {
		return errors.New("abort " + rec.ID + ": its upload id is not known")
	}
	if err := s.MayShow(ctx, rec); err != nil {
		return err
	}
	spec, err := s.asking(ctx, rec)
	if err != nil {
		return err
	}
	return s.Uploads.Abort(ctx, spec)
}

// strayStart is how far the server's time of a start may be from that of the intent.
const strayStart = 15 * time.Minute

// Stray are the uploads to the object of an intent without an outcome that the server
// has, and that were started about then: the intent's own, if it was started. known are
// the ids of uploads that are somebody else's.
func (s *Service) Stray(ctx context.Context, rec Record, known []string) ([]Unfinished, error) {
	spec, err := s.asking(ctx, rec)
	if err != nil {
		return nil, err
	}
	all, err := s.Uploads.Unfinished(ctx, spec)
	return slices.DeleteFunc(all, func(u Unfinished) bool {
		return u.Started.Sub(rec.Created).Abs() > strayStart || slices.Contains(known, u.ID)
	}), err
}

// Asks is whose keys ask the server of a recorded upload: those of the place that signed
// it, unless somebody else was named.
func (s *Service) Asks(rec Record) (place string, by Asker) {
	if s.AskedBy != nil {
		return s.AskedBy(rec)
	}
	return rec.Spec.Endpoint.Place, Asker{Next: "restore the place in the settings, or set AWS_ENDPOINT_URL_S3 for what is none of them"}
}

// asking is the spec of a request about a recorded upload, by whichever key the place that
// asks has now, as MayAsk lets it.
func (s *Service) asking(ctx context.Context, rec Record) (Spec, error) {
	spec := rec.Spec
	if s.Uploads == nil {
		return spec, errors.New("look into " + rec.ID + ": nobody here can ask the server")
	}
	place, by := s.Asks(rec)
	target := spec.Target
	target.Place = place
	id, now, err := s.Signer.Identity(ctx, target, DefaultSigner)
	if err == nil {
		by.Endpoint = now.URL
		err = MayAsk("look into", rec, by)
	}
	if err != nil {
		return spec, err
	}
	spec.AccessKeyID, spec.Endpoint.Place = id.AccessKeyID, place
	return s.own(spec, 0), nil
}
