package compose

// The fields of the options that tests type into.
const (
	fieldFilename = "filename"
	fieldInline   = "inline"
	fieldServe    = "response-content-type"
	fieldType     = "content-type"
	fieldSize     = "exact-size"
	fieldOnce     = "if-none-match"
	fieldSSE      = "sse"
	fieldKMS      = "kms-key-id"
	fieldMeta     = "metadata"
	fieldMax      = "max-size"
	fieldMin      = "min-size"
	fieldDone     = "success-redirect"
	fieldStatus   = "success-status"
)
