package handover

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"signet/share/address"
)

// cookie is one of those that open a folder at a distribution: they say what the
// parameters of its link say, so that pages of the folder need none.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-setting-signed-cookie-custom-policy.html
type cookie struct{ name, value string }

// jar is where the cookies of a link belong.
type jar struct {
	host, path string // for which they are sent
	secure     bool   // by https alone
	cookies    []cookie
}

// jarOf reads the cookies off the link, whose parameters are already in letters that
// cookies have.
func (h *handing) jarOf() (jar, error) {
	u, err := url.Parse(h.url)
	if err != nil {
		return jar{}, broken("it is no web address")
	}
	path := u.EscapedPath()
	j := jar{host: address.Hostname(u.Host), path: path[:strings.LastIndexByte(path, '/')+1], secure: u.Scheme == "https"}
	for _, name := range []string{"Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"} {
		if value := u.Query().Get(name); value != "" {
			j.cookies = append(j.cookies, cookie{"CloudFront-" + name, value})
		}
	}
	if len(j.cookies) < 3 {
		return jar{}, broken("it has no policy that cookies could carry")
	}
	return j, nil
}

// setCookies are the lines that a web server answers with. A browser forgets them when it
// is closed, as Amazon advises: CloudFront reads the end in the policy.
func (h *handing) setCookies() (string, error) {
	j, err := h.jarOf()
	if err != nil {
		return "", err
	}
	more := "; Domain=" + j.host + "; Path=" + j.path
	if j.secure {
		more += "; Secure"
	}
	var b strings.Builder
	for _, c := range j.cookies {
		b.WriteString("Set-Cookie: " + c.name + "=" + c.value + more + "; HttpOnly\n")
	}
	return b.String(), nil
}

// cookieJar is a file for curl --cookie and wget --load-cookies.
// https://curl.se/docs/http-cookies.html
func (h *handing) cookieJar() (string, error) {
	j, err := h.jarOf()
	if err != nil {
		return "", err
	}
	secure := strings.ToUpper(fmt.Sprint(j.secure))
	var b strings.Builder
	b.WriteString("# Netscape HTTP Cookie File\n")
	for _, c := range j.cookies {
		fmt.Fprintf(&b, "#HttpOnly_%s\tFALSE\t%s\t%s\t%d\t%s\t%s\n", j.host, j.path, secure, h.link.Terms.Ends.Unix(), c.name, c.value)
	}
	return b.String(), nil
}

// jsonCookies are for programs that set cookies themselves.
func (h *handing) jsonCookies() (string, error) {
	j, err := h.jarOf()
	if err != nil {
		return "", err
	}
	values := map[string]string{}
	for _, c := range j.cookies {
		values[c.name] = c.value
	}
	out, err := json.Marshal(struct {
		ShareID string            `json:"share_id,omitempty"`
		Domain  string            `json:"domain"`
		Path    string            `json:"path"`
		Secure  bool              `json:"secure"`
		Ends    string            `json:"ends"`
		Cookies map[string]string `json:"cookies"`
	}{h.link.ID, j.host, j.path, j.secure, h.link.Terms.Ends.UTC().Format(time.RFC3339), values})
	return string(out), err
}
