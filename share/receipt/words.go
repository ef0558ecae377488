package receipt

import (
	"cmp"
	"time"

	"signet/share"
	"signet/share/ledger"
	"signet/share/say"
)

// whatWords say what a share lets its holder do, with what.
func whatWords(e ledger.Entry) string {
	what := cmp.Or(e.Page.Info().Name, e.Spec.OperationName())
	text := what + ": " + e.Spec.Target.URI()
	if v := e.Spec.Target.VersionID; v != "" {
		text += ", version " + v
	}
	return text
}

// objectWords are what was known of the object when the link was signed.
func objectWords(o share.Object) string {
	if !o.Known {
		return ""
	}
	text := say.Exactly(o.Size)
	if o.ContentType != "" {
		text += ", " + o.ContentType
	}
	if o.ETag != "" {
		text += ", ETag " + o.ETag
	}
	return text
}

// ofWords name the group of a share.
func ofWords(e ledger.Entry) string {
	if e.Group == "" || e.Batch < 2 {
		return ""
	}
	return say.Things(e.Batch, "link") + " that were made together: signet receipt " + e.Group
}

// worksWords are until when a link works, and what has become of it.
func worksWords(e ledger.Entry, now time.Time) string {
	until := "until " + say.DatedExact(e.Terms.Ends.In(now.Location()))
	if e.Terms.AtMost {
		until += " at the latest"
	}
	switch e.StateAt(now) {
	case ledger.StateLater:
		return "from " + say.DatedExact(e.Terms.Starts.In(now.Location())) + " " + until
	case ledger.StateEnded:
		return until + "; it has ended"
	case ledger.StateRevoked:
		return until + "; taken back" + last(e, now, ledger.Revoked, ledger.Aborted)
	case ledger.StateEarly:
		return until + "; found ended" + last(e, now, ledger.ObjectChanged, ledger.ObjectGone, ledger.CredentialGone, ledger.Completed, ledger.UploadGone)
	case ledger.StateFailed:
		if text := last(e, now, ledger.NeverHandedOver, ledger.NotStarted); text != "" {
			return "never handed over" + text
		}
		return "never: it could not be signed"
	case ledger.StateStarting:
		return "not yet: it was begun, and nothing says how that went"
	case ledger.StateOpen:
	}
	return until
}

// last is when the last event of one of these kinds was, and what it says.
func last(e ledger.Entry, now time.Time, kinds ...string) string {
	for i := len(e.Events) - 1; i >= 0; i-- {
		for _, k := range kinds {
			if ev := e.Events[i]; ev.Kind == k {
				text := " " + say.DatedExact(ev.At.In(now.Location()))
				if ev.Detail != "" {
					text += " (" + ev.Detail + ")"
				}
				return text
			}
		}
	}
	return ""
}
