package handover

import (
	"strings"

	"signet/share"
)

// curl writes a command for a POSIX shell.
func (h *handing) curl() (string, error) {
	if h.say.shell != nil {
		return h.say.shell(h)
	}
	c := command{h.keyReader() + "curl --fail"}
	if h.keyed() {
		c.add("--header @-")
	}
	if h.dots() {
		c.add("--path-as-is")
	}
	// Brackets, braces and # in names are patterns to curl.
	if strings.ContainsAny(h.file, "[]{}#") || strings.ContainsAny(h.url, "[]{}") {
		c.add("--globoff")
	}
	h.say.curl(h, &c)
	for _, f := range h.headers() {
		c.add("--header " + posix(curlHeader(f)))
	}
	c.add(posix(h.url))
	return c.String(), nil
}

func (h *handing) curlDownload(c *command) { c.add("--output " + posix(h.file)) }
func (h *handing) curlHead(c *command)     { c.add("--head") }
func (h *handing) curlMethod(c *command)   { c.add("--request " + h.info.Method) }

func (h *handing) curlForm(c *command) {
	for _, f := range h.link.Fields {
		c.add("--form-string " + posix(f.Name+"="+f.Value.Reveal()))
	}
	c.add("--form " + posix(`file=@"`+h.file+`"`)) // the name holds neither " nor \
}

// curlUpload sends a file. To an address that ends like a folder (/, /. or /..)
// curl would append the file's name, so there the file goes as plain data.
func (h *handing) curlUpload(c *command) {
	path, _, _ := strings.Cut(h.url, "?")
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "", ".", "..":
	default:
		c.add("--upload-file " + posix(h.file))
		return
	}
	c.add("--request PUT")
	c.add("--data-binary " + posix("@"+h.file))
	if _, ok := h.header("Content-Type"); !ok {
		c.add("--header 'Content-Type: application/octet-stream'")
	}
}

// curlHeader writes a header as curl reads it: an empty value needs a semicolon.
func curlHeader(f share.Header) string {
	if f.Value == "" {
		return f.Name + ";"
	}
	return f.Name + ": " + f.Value
}

// command is a shell command, word by word.
type command []string

func (c *command) add(word string) { *c = append(*c, word) }

// String writes short commands in one line and the others with a word and its
// value in each.
func (c command) String() string {
	const few = 4
	if len(c) <= few {
		return strings.Join(c, " ")
	}
	return strings.Join(c, " \\\n  ")
}
