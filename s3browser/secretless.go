package s3browser

import (
	"regexp"
	"strings"
)

// secretName is a part of names behind which secrets stand.
const secretName = `(?:secret|token|passw|passphrase|credential|assertion|cookie|authorization|samlresponse|signature|api[_-]?key|private[_-]?key)`

// hiding are the places in which helpers tell secrets, each with what is left of it: in
// addresses, in headers, as a setting, in JSON, as an argument. Behind a colon a word
// without digits is left: "token: expired".
func hiding() []struct{ found, left string } {
	return []struct{ found, left string }{
		{`://[^/\s@]*@`, "://…@"},
		{`(?i)([?&#][^=&\s]*` + secretName + `[^=&\s]*=)[^&\s]+`, "${1}…"},
		{`(?i)\b(authorization["']?\s*[:=]).*`, "${1} …"},
		{`(?i)\b((?:bearer|basic)\s+)[^\s"',;]*[0-9=][^\s"',;]*`, "${1}…"},
		{`(?i)((?:^|[^/\\\w])[\w.-]*` + secretName + `[\w.-]*["']?\s*[:=]\s*)(?:"[^"]*"?|'[^']*'?)`, "${1}…"},
		{`(?i)((?:^|[^/\\\w])[\w.-]*` + secretName + `[\w.-]*\s*=\s*)[^\s"',;&)}\]]+`, "${1}…"},
		{`(?i)((?:^|[^/\\\w])[\w.-]*` + secretName + `[\w.-]*:\s*)[^\s"',;&)}\]]*[0-9][^\s"',;&)}\]]*`, "${1}…"},
		{`(?i)((?:^|\s)--?[\w-]*` + secretName + `[\w-]*\s+)[^\s"']+`, "${1}…"},
	}
}

// secretless hides what may be a secret: what stands where secrets do, and long runs of
// mixed letters and digits, as keys and tokens are.
func secretless(line string) string {
	for _, h := range hiding() {
		line = regexp.MustCompile(h.found).ReplaceAllString(line, h.left)
	}
	return regexp.MustCompile(`[A-Za-z0-9+/=_.-]{32,}`).ReplaceAllStringFunc(line, func(run string) string {
		if looksSecret(run) {
			return "…"
		}
		return run
	})
}

// looksSecret reports letters of both cases and digits, or hexadecimal digits alone.
func looksSecret(run string) bool {
	if !strings.ContainsAny(run, "0123456789") {
		return false
	}
	return strings.ToLower(run) != run && strings.ToUpper(run) != run || strings.Trim(strings.ToLower(run), "0123456789abcdef") == ""
}
