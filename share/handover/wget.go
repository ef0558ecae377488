package handover

import (
	"strings"

	"signet/share"
)

// wget writes a command for a POSIX shell. Wget cannot send upload forms.
func (h *handing) wget() (string, error) {
	if h.dots() {
		return "", rewritten("wget")
	}
	c := command{"wget"}
	switch h.link.Request.Operation {
	case share.Download:
		c.add("--output-document=" + posix(h.file))
	case share.Metadata:
		c.add("--spider --server-response")
	case share.Upload:
		c.add("--method=PUT --body-file=" + posix(h.file))
		if _, ok := h.header("Content-Type"); !ok {
			// Else it would call the file a web form.
			c.add("--header='Content-Type: application/octet-stream'")
		}
		c.add("--output-document=-")
	default:
		c.add("--method=" + h.info.Method)
		c.add("--output-document=-")
	}
	for _, f := range h.headers() {
		c.add("--header=" + posix(strings.TrimRight(f.Name+": "+f.Value, " ")))
	}
	c.add(posix(h.url))
	return c.String(), nil
}
