package handover

import (
	"strings"

	"signet/share"
)

// python writes a script for Python 3 and its standard library. It never
// overwrites a file.
func (h *handing) python() (string, error) { return h.pythonKey() + h.say.python(h), nil }

func (h *handing) pythonDownload() string {
	return "import shutil, urllib.request\n" + h.pythonRequest("") +
		"with urllib.request.urlopen(request) as answer, open(" + python(h.file) + ", 'xb') as file:\n" +
		"    shutil.copyfileobj(answer, file)\n"
}

func (h *handing) pythonAnswer() string {
	return "import urllib.request\n" + h.pythonRequest("") +
		"with urllib.request.urlopen(request) as answer:\n    print(answer.status, answer.headers, sep='\\n')\n"
}

// pythonRequest makes the request; extra are headers as dictionary entries.
func (h *handing) pythonRequest(extra string) string {
	var entries []string
	for _, f := range h.headers() {
		entries = append(entries, python(f.Name)+": "+pythonHeader(f.Value))
	}
	if h.keyed() {
		entries = append(entries, python(share.CustomerKeyHeader)+": base64.b64encode(key).decode()")
	}
	if extra != "" {
		entries = append(entries, extra)
	}
	call := "urllib.request.Request(\n    " + python(h.url)
	if h.info.Method != "GET" {
		call += ",\n    method=" + python(h.info.Method)
	}
	if h.info.Stores {
		call += ", data=body"
	}
	if len(entries) > 0 {
		call += ",\n    headers={" + strings.Join(entries, ", ") + "}"
	}
	return "request = " + call + ")\n"
}

func (h *handing) pythonUpload() string {
	extra := "'Content-Length': str(os.path.getsize(name))"
	if _, ok := h.header("Content-Type"); !ok {
		extra += ", 'Content-Type': 'application/octet-stream'" // else it would be called a web form
	}
	return "import os, urllib.request\nname = " + python(h.file) + "\nwith open(name, 'rb') as body:\n" +
		indent(h.pythonRequest(extra)+"with urllib.request.urlopen(request) as answer:\n    print(answer.status, answer.reason)\n")
}

func (h *handing) pythonForm() string {
	var b strings.Builder
	b.WriteString("import os, urllib.request\nname = " + python(h.file) + "\nfields = [\n")
	for _, f := range h.link.Fields {
		b.WriteString("    (" + python(f.Name) + ", " + python(f.Value.Reveal()) + "),\n")
	}
	b.WriteString("]\nmark = 'signet' + os.urandom(16).hex()\n" +
		"part = '--%s\\r\\nContent-Disposition: form-data; name=\"%s\"\\r\\n\\r\\n%s\\r\\n'\n" +
		"head = ''.join(part % (mark, key, value) for key, value in fields)\n" +
		"head += '--%s\\r\\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\\r\\n' % (mark, os.path.basename(name).replace('\"', '%22'))\n" +
		"head += 'Content-Type: application/octet-stream\\r\\n\\r\\n'\n" +
		"with open(name, 'rb') as file:\n" +
		"    body = head.encode() + file.read() + ('\\r\\n--%s--\\r\\n' % mark).encode()\n" +
		h.pythonRequest("'Content-Type': 'multipart/form-data; boundary=' + mark") +
		"with urllib.request.urlopen(request) as answer:\n    print(answer.status, answer.reason)\n")
	return b.String()
}

func indent(block string) string {
	return "    " + strings.ReplaceAll(strings.TrimSuffix(block, "\n"), "\n", "\n    ") + "\n"
}
