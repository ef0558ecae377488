package handover

import (
	"strings"
)

// wget writes a command for a POSIX shell. Wget cannot send upload forms.
func (h *handing) wget() (string, error) {
	if h.dots() {
		return "", rewritten("wget")
	}
	c := command{"wget"}
	h.say.wget(h, &c)
	for _, f := range h.headers() {
		c.add("--header=" + posix(strings.TrimRight(f.Name+": "+f.Value, " ")))
	}
	c.add(posix(h.url))
	return c.String(), nil
}

func (h *handing) wgetDownload(c *command) { c.add("--output-document=" + posix(h.file)) }
func (h *handing) wgetHead(c *command)     { c.add("--spider --server-response") }

func (h *handing) wgetUpload(c *command) {
	c.add("--method=PUT --body-file=" + posix(h.file))
	if _, ok := h.header("Content-Type"); !ok {
		// Else it would call the file a web form.
		c.add("--header='Content-Type: application/octet-stream'")
	}
	c.add("--output-document=-")
}

func (h *handing) wgetMethod(c *command) {
	c.add("--method=" + h.info.Method)
	c.add("--output-document=-")
}
