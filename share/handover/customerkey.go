package handover

import "signet/share"

// keyFile is where the recipient has the key of SSE-C. It is in no text: whoever
// handed over the link hands over the key in another way.
const keyFile = "customer.key"

func (h *handing) keyed() bool { return len(h.link.Withheld()) > 0 }

// keyReader is what a shell writes of the key: a header, for curl's standard input,
// because every user of the machine can read arguments.
func (h *handing) keyReader() string {
	if !h.keyed() {
		return ""
	}
	return "# " + keyFile + " is the file with the key: its 32 bytes, or base64.\n" +
		"{ printf '" + share.CustomerKeyHeader + ": '\n" +
		"  if [ $(wc -c < " + keyFile + ") -eq 32 ]; then base64 < " + keyFile + "; else cat " + keyFile + "; fi | tr -d '\\r\\n'\n" +
		"  echo; } | "
}

// pythonKey reads the key, and says so where it is another one.
func (h *handing) pythonKey() string {
	if !h.keyed() {
		return ""
	}
	return "import base64, hashlib, sys\n" +
		"key = open('" + keyFile + "', 'rb').read()  # 32 bytes, base64 or hex\n" +
		"if len(key) != 32:\n" +
		"    text = key.decode().strip()\n" +
		"    key = bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text)\n" +
		"if base64.b64encode(hashlib.md5(key).digest()).decode() != " + python(h.link.Request.Options.CustomerKeyMD5) + ":\n" +
		"    sys.exit('" + keyFile + " is another key than that of the link')\n"
}
