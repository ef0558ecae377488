package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A judge of signatures, written from the specifications alone: it shares no code
// with signet and none with AWS's SDK. What it judges is the request that a browser
// makes of the link, not the link's text: a browser changes hosts and paths.
//
//   - https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
//   - https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
//   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html (SigV4A)
//   - https://url.spec.whatwg.org/ (what a browser sends)

// sent is a request as it leaves a browser.
type sent struct {
	scheme, host, path string // the host with a port that is not the scheme's
	query              [][2]string
}

// browse is what a browser makes of the text of a link.
func browse(text string) (sent, error) {
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok {
		return sent{}, fmt.Errorf("no scheme")
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, _ := strings.Cut(strings.ReplaceAll(rest, `\`, "/"), "/")
	if strings.Contains(authority, "@") {
		return sent{}, fmt.Errorf("a user in the host")
	}
	scheme = strings.ToLower(scheme)
	host, err := browsedHost(authority, scheme)
	if err != nil {
		return sent{}, err
	}
	out := sent{scheme: scheme, host: host, path: "/" + browsedPath(path)}
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		if strings.ContainsAny(part, "+ ") {
			return sent{}, fmt.Errorf("a plus or a blank in the query, which servers read in two ways")
		}
		n, err1 := unescaped(name)
		v, err2 := unescaped(value)
		if err1 != nil || err2 != nil {
			return sent{}, fmt.Errorf("a damaged escape in the query")
		}
		out.query = append(out.query, [2]string{n, v})
	}
	return out, nil
}

// browsedHost is a host as the URL standard writes it: small letters, punycode,
// addresses in their short form, no port that the scheme implies.
func browsedHost(authority, scheme string) (string, error) {
	host, port := authority, ""
	if i := strings.LastIndex(authority, ":"); i >= 0 && !strings.HasSuffix(authority, "]") {
		host, port = authority[:i], authority[i+1:]
	}
	if strings.HasPrefix(host, "[") {
		ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if err != nil {
			return "", err
		}
		host = "[" + ip.String() + "]"
	} else {
		labels := strings.Split(strings.ToLower(host), ".")
		for i, l := range labels {
			labels[i] = punycode(l)
		}
		host = strings.Join(labels, ".")
	}
	if port == "" || scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		return host, nil
	}
	return host + ":" + port, nil
}

// browsedPath folds the segments that a browser folds, and escapes what it escapes.
func browsedPath(path string) string {
	var out []string
	parts := strings.Split(path, "/")
	for i, p := range parts {
		last := i == len(parts)-1
		switch strings.ReplaceAll(strings.ToLower(p), "%2e", ".") {
		case ".":
			if last {
				out = append(out, "")
			}
		case "..":
			out = out[:max(0, len(out)-1)]
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, p)
		}
	}
	var b strings.Builder
	for _, c := range []byte(strings.Join(out, "/")) {
		if c <= ' ' || c > '~' || strings.ContainsRune("\"<>^`{}", rune(c)) {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// punycode is a label in ASCII. RFC 3492, section 6.3.
func punycode(label string) string {
	runes := []rune(label)
	var basic []rune
	for _, r := range runes {
		if r < 0x80 {
			basic = append(basic, r)
		}
	}
	if len(basic) == len(runes) {
		return label
	}
	out := []byte("xn--" + string(basic))
	if len(basic) > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(0x80), 0, 72
	for h := len(basic); h < len(runes); {
		next := rune(0x7fffffff)
		for _, r := range runes {
			if r >= n {
				next = min(next, r)
			}
		}
		delta += int(next-n) * (h + 1)
		n = next
		for _, r := range runes {
			if r < n {
				delta++
			}
			if r == n {
				out = punycoded(out, delta, bias)
				bias = punycodeBias(delta, h+1, h == len(basic))
				delta, h = 0, h+1
			}
		}
		delta, n = delta+1, n+1
	}
	return string(out)
}

func punycoded(out []byte, delta, bias int) []byte {
	const digits = "abcdefghijklmnopqrstuvwxyz0123456789"
	for k := 36; ; k += 36 {
		t := min(max(k-bias, 1), 26)
		if delta < t {
			return append(out, digits[delta])
		}
		out = append(out, digits[t+(delta-t)%(36-t)])
		delta = (delta - t) / (36 - t)
	}
}

func punycodeBias(delta, points int, first bool) int {
	delta /= 2
	if first {
		delta /= 350
	}
	delta += delta / points
	k := 0
	for ; delta > 35*26/2; k += 36 {
		delta /= 35
	}
	return k + 36*delta/(delta+38)
}

func unescaped(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		if i+2 >= len(s) {
			return "", fmt.Errorf("a cut escape")
		}
		c, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
		if err != nil {
			return "", fmt.Errorf("a damaged escape")
		}
		b.WriteByte(byte(c))
		i += 2
	}
	return b.String(), nil
}

// uriEncode is the UriEncode of the specification: all but the unreserved letters.
func uriEncode(s string, slash bool) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0, slash && c == '/':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// one is the only value of a query parameter.
func (r sent) one(name string) (string, error) {
	var got []string
	for _, p := range r.query {
		if strings.EqualFold(p[0], name) {
			got = append(got, p[1])
		}
	}
	if len(got) != 1 {
		return "", fmt.Errorf("%d times %s", len(got), name)
	}
	return got[0], nil
}

// request is what the link should be, said by who asked for it.
type request struct {
	scheme, host, path string // the path as it is stored, not escaped
	region, service    string // of the credential's scope; no region with SigV4A
	asymmetric         bool
	method             string
	keys               keys
	unsaid             map[string]string // signed headers whose value no output says
	key                string            // of a form's field
	least, most        int64             // bytes of a form's file
	query, headers     map[string]string // beside the signature's own
	from, until        time.Time         // the earliest and the latest start
	expires            time.Duration
}

// check judges a link: is it the request, and would the store believe it?
func (q request) check(l link) error {
	r, err := browse(l.URL)
	if err != nil {
		return err
	}
	path, err := unescaped(r.path)
	if err != nil {
		return err
	}
	if r.scheme != q.scheme || r.host != q.host || path != q.path {
		return fmt.Errorf("a browser goes to %s://%s %q, asked was %s://%s %q", r.scheme, r.host, path, q.scheme, q.host, q.path)
	}
	if l.Method != q.method {
		return fmt.Errorf("method %s, asked was %s", l.Method, q.method)
	}
	if err := q.asked(r, l); err != nil {
		return err
	}
	return q.signature(r, path, l)
}

// own are the parameters that a signature brings.
func own() []string {
	return []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Region-Set", "X-Amz-S3session-Token"}
}

// asked compares options and times.
func (q request) asked(r sent, l link) error {
	rest := map[string]string{}
	for _, p := range r.query {
		if slices.Contains(own(), p[0]) {
			continue
		}
		if _, twice := rest[p[0]]; twice {
			return fmt.Errorf("%s twice", p[0])
		}
		rest[p[0]] = p[1]
	}
	if err := same("parameter", rest, q.query); err != nil {
		return err
	}
	headers := map[string]string{}
	for name, value := range l.Headers {
		headers[strings.ToLower(name)] = value
	}
	if err := same("header", headers, q.headers); err != nil {
		return err
	}
	return q.times(r, l)
}

// times holds the link's times against what signet says of them.
func (q request) times(r sent, l link) error {
	date, err := r.one("X-Amz-Date")
	if err != nil {
		return err
	}
	from, err := time.Parse("20060102T150405Z", date)
	if err != nil {
		return err
	}
	text, err := r.one("X-Amz-Expires")
	if err != nil {
		return err
	}
	seconds, err := strconv.Atoi(text)
	if err != nil || seconds < 1 || seconds > 604800 {
		return fmt.Errorf("X-Amz-Expires=%s", text)
	}
	if end := from.Add(time.Duration(seconds) * time.Second); !end.Equal(l.ExpiresAt) {
		return fmt.Errorf("it ends at %s, signet says %s", end, l.ExpiresAt)
	}
	if from.Before(q.from.Add(-15*time.Minute)) || from.After(q.until) {
		return fmt.Errorf("it begins at %s, asked was %s", from, q.from)
	}
	// Links of one call end together, and the last may be signed some seconds later.
	if end := l.ExpiresAt; end.Before(q.from.Add(q.expires)) || end.After(q.until.Add(q.expires)) {
		return fmt.Errorf("it ends at %s, asked were %s from %s", end, q.expires, q.from)
	}
	return nil
}

// same compares what is there with what was asked; "*" takes any value.
func same(kind string, got, want map[string]string) error {
	for name, value := range got {
		w, ok := want[name]
		if !ok {
			return fmt.Errorf("%s %s was not asked for", kind, name)
		}
		if w != "*" && w != value {
			return fmt.Errorf("%s %s is %q, asked was %q", kind, name, value, w)
		}
	}
	for name := range want {
		if _, ok := got[name]; !ok {
			return fmt.Errorf("%s %s is missing", kind, name)
		}
	}
	return nil
}

// signature computes what the store computes.
func (q request) signature(r sent, path string, l link) error {
	algorithm, scope := "AWS4-HMAC-SHA256", []string{q.region, q.service, "aws4_request"}
	if q.asymmetric {
		algorithm, scope = "AWS4-ECDSA-P256-SHA256", scope[1:]
	}
	if got, err := r.one("X-Amz-Algorithm"); err != nil || got != algorithm {
		return fmt.Errorf("algorithm %q: %w", got, err)
	}
	date, err := r.one("X-Amz-Date")
	if err != nil {
		return err
	}
	scope = append([]string{date[:8]}, scope...)
	if got, err := r.one("X-Amz-Credential"); err != nil || got != q.keys.id+"/"+strings.Join(scope, "/") {
		return fmt.Errorf("scope %q, want %s: %w", got, strings.Join(scope, "/"), err)
	}
	if q.keys.token != "" {
		if got, err := r.one("X-Amz-Security-Token"); err != nil || got != q.keys.token {
			return fmt.Errorf("the session's token is not there")
		}
	}
	canonical, err := canonicalRequest(r, path, q.method, l.Headers, q.unsaid)
	if err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{algorithm, date, strings.Join(scope, "/"), hex.EncodeToString(hash[:])}, "\n")
	got, err := r.one("X-Amz-Signature")
	if err != nil {
		return err
	}
	if q.asymmetric {
		return verifyAsymmetric(q.keys, text, got)
	}
	if want := hex.EncodeToString(mac(signingKey(q.keys.secret, scope), text)); got != want {
		return fmt.Errorf("the signature is not that of the request")
	}
	return nil
}

// canonicalRequest is what is hashed. The payload of a pre-signed URL is never part of it.
func canonicalRequest(r sent, path, method string, headers headers, unsaid map[string]string) (string, error) {
	lower := map[string]string{"host": r.host}
	maps.Copy(lower, unsaid)
	for name, value := range headers {
		lower[strings.ToLower(name)] = strings.Join(strings.Fields(value), " ")
	}
	var names []string
	for name := range lower {
		names = append(names, name)
	}
	slices.Sort(names)
	if got, err := r.one("X-Amz-SignedHeaders"); err != nil || got != strings.Join(names, ";") {
		return "", fmt.Errorf("signed headers %q, want %s: %w", got, strings.Join(names, ";"), err)
	}
	var query []string
	for _, p := range r.query {
		if p[0] != "X-Amz-Signature" {
			query = append(query, uriEncode(p[0], false)+"="+uriEncode(p[1], false))
		}
	}
	slices.Sort(query)
	var lines strings.Builder
	for _, name := range names {
		lines.WriteString(name + ":" + lower[name] + "\n")
	}
	return strings.Join([]string{method, uriEncode(path, true), strings.Join(query, "&"), lines.String(), strings.Join(names, ";"), "UNSIGNED-PAYLOAD"}, "\n"), nil
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// signingKey is the secret for one day, region and service.
func signingKey(secret string, scope []string) []byte {
	key := []byte("AWS4" + secret)
	for _, part := range scope {
		key = mac(key, part)
	}
	return key
}

// verifyAsymmetric checks an ECDSA signature with the public half of the key that
// SigV4A derives from a secret: NIST SP 800-108 in counter mode, a candidate above
// the order of the curve is dropped.
func verifyAsymmetric(k keys, text, signature string) error {
	curve := elliptic.P256()
	limit := new(big.Int).Sub(curve.Params().N, big.NewInt(2))
	for counter := byte(1); counter < 255; counter++ {
		input := binary.BigEndian.AppendUint32(nil, 1)
		input = append(input, "AWS4-ECDSA-P256-SHA256\x00"+k.id...)
		input = append(input, counter)
		input = binary.BigEndian.AppendUint32(input, 256)
		c := new(big.Int).SetBytes(mac([]byte("AWS4A"+k.secret), string(input)))
		if c.Cmp(limit) > 0 {
			continue
		}
		key, err := ecdsa.ParseRawPrivateKey(curve, c.Add(c, big.NewInt(1)).FillBytes(make([]byte, 32)))
		if err != nil {
			return err
		}
		hash := sha256.Sum256([]byte(text))
		raw, err := hex.DecodeString(signature)
		if err != nil || !ecdsa.VerifyASN1(&key.PublicKey, hash[:], raw) {
			return fmt.Errorf("the signature is not that of the request")
		}
		return nil
	}
	return fmt.Errorf("no key")
}

// policy is the document that an upload form carries.
type policy struct {
	Expiration time.Time         `json:"expiration"`
	Conditions []json.RawMessage `json:"conditions"`
}

// checkForm judges an upload form as S3 does: each field is covered by a condition,
// each condition is met, the policy is signed.
func (q request) checkForm(l link, bucket string) error {
	r, err := browse(l.URL)
	if err != nil {
		return err
	}
	want := strings.TrimSuffix(q.path, "/")
	if r.scheme != q.scheme || r.host != q.host || strings.TrimSuffix(r.path, "/") != want || len(r.query) > 0 {
		return fmt.Errorf("a browser goes to %s://%s%s, asked was %s://%s%s", r.scheme, r.host, r.path, q.scheme, q.host, want)
	}
	values := map[string]string{"bucket": bucket}
	for _, f := range l.Fields {
		if _, twice := values[strings.ToLower(f[0])]; twice {
			return fmt.Errorf("field %s twice", f[0])
		}
		values[strings.ToLower(f[0])] = f[1]
	}
	raw, err := base64.StdEncoding.DecodeString(values["policy"])
	if err != nil {
		return err
	}
	var p policy
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	if !p.Expiration.Equal(l.ExpiresAt) {
		return fmt.Errorf("it ends at %s, signet says %s", p.Expiration, l.ExpiresAt)
	}
	if err := p.covers(values, q.least, q.most); err != nil {
		return err
	}
	if err := q.formFields(values); err != nil {
		return err
	}
	scope := []string{values["x-amz-date"][:8], q.region, q.service, "aws4_request"}
	if got := values["x-amz-credential"]; got != q.keys.id+"/"+strings.Join(scope, "/") {
		return fmt.Errorf("scope %q", got)
	}
	if values["x-amz-signature"] != hex.EncodeToString(mac(signingKey(q.keys.secret, scope), values["policy"])) {
		return fmt.Errorf("the signature is not that of the policy")
	}
	return nil
}

// formFields compares the fields that were asked for.
func (q request) formFields(values map[string]string) error {
	rest := map[string]string{}
	for name, value := range values {
		if !strings.HasPrefix(name, "x-amz-") || slices.ContainsFunc(own(), func(o string) bool { return strings.EqualFold(o, name) }) == false {
			rest[name] = value
		}
	}
	if rest["key"] != q.key {
		return fmt.Errorf("the form stores %q, asked was %q", rest["key"], q.key)
	}
	for _, name := range []string{"bucket", "policy", "key", "success_action_status"} {
		if _, asked := q.headers[name]; !asked {
			delete(rest, name)
		}
	}
	want := maps.Clone(q.headers)
	if _, ok := want["x-amz-tagging"]; ok { // a form has them as XML
		delete(want, "x-amz-tagging")
		want["tagging"] = "*"
	}
	return same("field", rest, want)
}

// covers holds the conditions against the fields.
func (p policy) covers(values map[string]string, least, most int64) error {
	covered := map[string]bool{}
	for _, raw := range p.Conditions {
		var exact map[string]string
		if json.Unmarshal(raw, &exact) == nil {
			for name, value := range exact {
				covered[strings.ToLower(name)] = true
				if values[strings.ToLower(name)] != value {
					return fmt.Errorf("condition %s is not met by its field", name)
				}
			}
			continue
		}
		var list []any
		if err := json.Unmarshal(raw, &list); err != nil || len(list) != 3 {
			return fmt.Errorf("a condition that S3 does not know")
		}
		if list[0] == "content-length-range" {
			covered["content-length-range"] = true
			if list[1] != float64(least) || list[2] != float64(most) {
				return fmt.Errorf("sizes %v to %v, asked were %d to %d", list[1], list[2], least, most)
			}
			continue
		}
		name := strings.ToLower(strings.TrimPrefix(fmt.Sprint(list[1]), "$"))
		covered[name] = true
		value, there := values[name]
		if want := fmt.Sprint(list[2]); there && list[0] == "starts-with" && !strings.HasPrefix(strings.ReplaceAll(value, "${filename}", "f"), want) || list[0] == "eq" && value != want {
			return fmt.Errorf("condition %s is not met by its field", name)
		}
	}
	if !covered["content-length-range"] {
		return fmt.Errorf("a form without a bound of its size")
	}
	for name := range values {
		if !covered[name] && name != "policy" && name != "x-amz-signature" {
			return fmt.Errorf("field %s has no condition: S3 refuses the form", name)
		}
	}
	return nil
}
