package share

import (
	"slices"
	"strconv"

	"signet/share/say"
)

// What S3 takes of an upload in parts. The last part may be smaller than the least.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const (
	LeastPart = 5 << 20 // bytes
	MostPart  = 5 << 30 // bytes
	MostParts = 10_000

	// listedParts is how many parts one answer of ListParts tells at most.
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
	listedParts = 1000
	// oldMost is the largest object of AWS before December 2025, and of most other
	// servers.
	oldMost = 5 << 40
)

// Call is one request of an upload in parts.
type Call struct {
	Name   string // "part 7 of 200", for people
	Method string
	Part   int      // its number; 0: it sends none
	Query  []Header // of the address, beside the signature
}

// SignedCall is the link for one of them.
type SignedCall struct {
	Call
	URL             Secret
	SignatureSHA256 string
}

// Parts is how many parts an upload has.
func (o Options) Parts() int {
	if o.PartSize <= 0 {
		return 0
	}
	return int(max((o.TotalSize+o.PartSize-1)/o.PartSize, 1))
}

// partSizeFor is a size of parts that suits an upload, in bytes: 64 MiB, and of
// large uploads what makes a thousand of them, in whole MiB. A part that breaks off
// is sent again whole, and each has a link in the script.
func partSizeFor(total int64) int64 {
	const usual, many, unit = 64 << 20, 1000, 1 << 20
	part := max(usual, (total+many-1)/many)
	return min((part+unit-1)/unit*unit, MostPart)
}

// Calls are the requests that the links of an upload in parts are for: one for each
// part, those that list the parts which are there, and those that abort and complete
// it. The order is that of Record.CallsSHA256, for ever. nil: no upload in parts, or
// one that was not started.
func (spec Spec) Calls() (calls []Call) {
	if spec.Options.UploadID == "" {
		return nil
	}
	n := spec.Options.Parts()
	for i := 1; i <= n; i++ {
		calls = append(calls, spec.call("part "+strconv.Itoa(i)+" of "+strconv.Itoa(n), "PUT", i, Header{"partNumber", strconv.Itoa(i)}))
	}
	calls = append(calls, spec.ListCall(0))
	for after := listedParts; after < n; after += listedParts {
		calls = append(calls, spec.ListCall(after))
	}
	return append(calls, spec.AbortCall(), spec.CompleteCall())
}

// ListCall asks which parts are there after the one of a number.
func (spec Spec) ListCall(after int) Call {
	if after == 0 {
		return spec.call("the list of its parts", "GET", 0)
	}
	return spec.call("the list of its parts after "+strconv.Itoa(after), "GET", 0, Header{"part-number-marker", strconv.Itoa(after)})
}

// AbortCall drops the upload and its parts.
func (spec Spec) AbortCall() Call { return spec.call("aborting it", "DELETE", 0) }

// CompleteCall makes the object of the parts.
func (spec Spec) CompleteCall() Call { return spec.call("completing it", "POST", 0) }

// StartCall starts the upload. What is to be stored with the object is sent with it,
// and with no other call: see Spec.Signs.
func (spec Spec) StartCall() Call {
	return Call{Name: "starting it", Method: "POST", Query: append(slices.Clone(spec.Signs().Query), Header{"uploads", ""})}
}

func (spec Spec) call(name, method string, part int, query ...Header) Call {
	query = append(query, Header{"uploadId", spec.Options.UploadID})
	return Call{Name: name, Method: method, Part: part, Query: append(slices.Clone(spec.Signs().Query), query...)}
}

// matches reports the very signatures that were recorded.
func (r Record) matches(signed Signed) bool {
	sums := make([]string, 0, len(signed.Calls))
	for _, c := range signed.Calls {
		sums = append(sums, c.SignatureSHA256)
	}
	return signed.SignatureSHA256 == r.SignatureSHA256 && slices.Equal(sums, r.CallsSHA256)
}

// partWords is how an upload is cut.
func partWords(o Options) string {
	return say.Things(o.Parts(), "part") + " of " + say.Bytes(o.PartSize) + " (" + say.Bytes(o.TotalSize) + " altogether, which the script checks and S3 does not)"
}

// adviseParts is what must be known before an upload is started.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
func adviseParts(o Options) []say.Remark {
	out := []say.Remark{{
		Code: "parts", Level: say.Warning, Text: "S3 enforces no total size, and parts that were sent take room, and cost, until the upload is completed or aborted, beyond the end of its links",
		Next: "signet log uploads shows what is unfinished; a lifecycle rule of the bucket that aborts incomplete uploads ends the rest",
	}}
	if o.TotalSize > oldMost {
		out = append(out, say.Remark{
			Code: "size", Level: say.Warning, Text: "objects of more than 5 TiB are taken by AWS since December 2025 and by few other servers: whether this one does is seen when the upload is completed",
		})
	}
	return out
}
