package share

import (
	"strconv"

	"signet/share/say"
)

// partOptions say how an upload is cut into parts. They are rows of every operation
// that has parts.
func partOptions() []Option {
	parts := operationsWith(func(i OperationInfo) bool { return i.Parts })
	return []Option{
		{
			ID: "size", Flag: "size", Help: "multipart: size of the whole file", Label: "size", Hint: "20GB, 20GiB, or the bytes that ls -l shows",
			Kind: Size, Ops: parts, Form: 1, Alone: true, store: sizeIn("size", 1, func(o *Options) *int64 { return &o.TotalSize }),
			check: checkTotalSize, fact: "size", says: func(o *Options) string {
				return say.ToTheByte(o.TotalSize) + ", which S3 does not enforce"
			},
		},
		{
			ID: "part-size", Flag: "part-size", Help: "multipart: size of each part but the last, 5MiB to 5GiB (default: what suits)", Label: "part size", Hint: "100MB; what suits if empty",
			Kind: Size, Ops: parts, Form: 1, store: sizeIn("part-size", 1, func(o *Options) *int64 { return &o.PartSize }),
			check: checkPartSize, fact: "parts", says: func(o *Options) string {
				return strconv.Itoa(o.Parts()) + " of " + say.ToTheByte(o.PartSize)
			},
		},
		{
			ID: "upload-id", Ops: parts, store: textIn(func(o *Options) *string { return &o.UploadID }), hex: true,
			fact: "upload id",
		},
	}
}

// operationsWith are the operations whose row has an attribute.
func operationsWith(has func(OperationInfo) bool) (ops []Operation) {
	for _, i := range operations {
		if has(i) {
			ops = append(ops, i.Op)
		}
	}
	return ops
}

func checkTotalSize(o *Options, _ OperationInfo) (problem, hint string) {
	if o.TotalSize < 1 || o.TotalSize > MostParts*MostPart {
		return "must be from 1 byte to 10,000 parts of 5 GiB", ""
	}
	return "", ""
}

func checkPartSize(o *Options, _ OperationInfo) (problem, hint string) {
	least := (o.TotalSize + MostParts - 1) / MostParts
	switch {
	case o.PartSize < LeastPart || o.PartSize > MostPart:
		return "must be from 5 MiB to 5 GiB", "write 100MB; the last part is what is left"
	case o.PartSize < least:
		return "makes more than the 10,000 parts that S3 takes", "at least " + say.TypedSize((least+1<<20-1)>>20<<20) + " for this size"
	}
	return "", ""
}
