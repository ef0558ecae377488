package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"signet/share"
	"signet/share/address"
)

// Signer is a [[place.signer]]: who else may sign links of a place, beside its own key.
// Which of the fields a kind needs and takes is in share.SignerInfo.
type Signer struct {
	Name          string
	Kind          share.SignerKind
	Domain        string // host of the distribution, or a name of one's own for it; http:// before it on this machine
	KeyPairID     string
	PrivateKey    string // a whole path, or one below ~/
	Bucket        string // whose objects the distribution serves
	Prefix        string // that the keys begin with, and the addresses do not
	Hash          string // sha1 or sha256
	ForwardsQuery bool   // the distribution passes the parameters of an address on to S3
	RoleARN       string // whose sessions sign
	ExternalID    string // that the role wants to hear
	Account       string // of Cloudflare, where the endpoint does not name it
}

// The hashes of CloudFront; the first is its default.
func signerHashes() []string { return []string{"sha1", "sha256"} }

// readSigners reads every [[place.signer]] of a place.
func readSigners(place *section) []Signer {
	var out []Signer
	lines := map[string]int{}
	for _, s := range place.tables(signerTable) {
		w := readSigner(s)
		first, twice := lines[w.Name]
		switch {
		case w.Name == share.DefaultSigner:
			s.fail("name", quote(w.Name)+" is the place's own key, which every place has", "give it another name")
		case twice && w.Name != "":
			s.fail("name", "there are two signers named "+quote(w.Name), "the first is in line "+strconv.Itoa(first))
		}
		if !twice {
			lines[w.Name] = s.line()
		}
		out = append(out, w)
	}
	return out
}

func readSigner(s *section) Signer {
	w := Signer{Name: s.text("name"), Kind: s.signerKind()}
	info := w.Kind.Info()
	takes := slices.Concat(info.Needs, info.Takes)
	if !slices.ContainsFunc(share.SignerKinds(), func(i share.SignerInfo) bool { return i.Kind == w.Kind }) { // of a kind that there is not: its other settings are no mistake of their own
		for _, i := range share.SignerKinds() {
			takes = slices.Concat(takes, i.Needs, i.Takes)
		}
	}
	for _, f := range []struct {
		key string
		to  *string
	}{{"domain", &w.Domain}, {"key_pair_id", &w.KeyPairID}, {"private_key", &w.PrivateKey}, {"bucket", &w.Bucket}, {"prefix", &w.Prefix}, {"hash", &w.Hash}, {"role_arn", &w.RoleARN}, {"external_id", &w.ExternalID}, {"account", &w.Account}} {
		if slices.Contains(takes, f.key) {
			*f.to = s.text(f.key)
		}
	}
	if slices.Contains(takes, "forwards_query") {
		w.ForwardsQuery = s.flag("forwards_query")
	}
	if s.done() {
		s.checkSigner(w, info)
	}
	if w.Hash == "" && slices.Contains(takes, "hash") {
		w.Hash = signerHashes()[0]
	}
	return w
}

// signerKind is the kind of a signer; the table of kinds has what there is.
func (s *section) signerKind() share.SignerKind {
	kind := s.text("kind")
	var names []string
	for _, i := range share.SignerKinds() {
		names = append(names, string(i.Kind))
	}
	switch {
	case slices.Contains(names, kind):
	case !s.has("kind"):
		s.fail("kind", "a signer needs a kind", oneOf(names))
	default:
		hint := oneOf(names)
		if n := nearest(kind, names); n != "" {
			hint = "did you mean " + n + "?"
		}
		s.fail("kind", "there is no kind of signer "+quote(kind), hint)
	}
	return share.SignerKind(kind)
}

// checkSigner reports what a signer lacks, and what is no value of its settings.
func (s *section) checkSigner(w Signer, info share.SignerInfo) {
	if strings.TrimSpace(w.Name) != w.Name || w.Name == "" {
		s.fail("name", "a signer needs a name without blanks around it", `write name = "front"; --signer front chooses it`)
	}
	for _, key := range info.Needs {
		if s.values[key] == nil || s.values[key] == "" {
			s.fail(key, "the signer "+quote(w.Name)+" has no "+key, fmt.Sprintf(`a signer of the kind %s needs it: write %s = "..."`, info.Kind, key))
		}
	}
	if problem := domainProblem(w.Domain); w.Domain != "" && problem != "" {
		s.fail("domain", "the domain "+problem, `write it alone: domain = "d111111abcdef8.cloudfront.net"`)
	}
	if strings.Trim(w.KeyPairID, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		s.fail("key_pair_id", "that is no id of a public key of CloudFront", `write it as CloudFront shows it: key_pair_id = "K2JCJMDEHXQW5F"`)
	}
	if problem := pathProblem(w.PrivateKey); w.PrivateKey != "" && problem != "" {
		s.fail("private_key", "private_key "+problem, `write the whole path, as "~/.config/signet/cf.pem"`)
	}
	s.checkBucket("bucket", w.Bucket)
	if slices.ContainsFunc(strings.Split(w.Prefix, "/"), func(folder string) bool { return folder == "." || folder == ".." }) {
		s.fail("prefix", "a prefix has no folder . or .., which an address drops", `write prefix = "public/", from the bucket on`)
	} else if w.Prefix != "" && (!strings.HasSuffix(w.Prefix, "/") || strings.HasPrefix(w.Prefix, "/")) {
		s.fail("prefix", "a prefix is a folder of the bucket", `write prefix = "public/", with the slash behind it and none before`)
	}
	if role, ok := address.ParseARN(w.RoleARN); w.RoleARN != "" && (!ok || role.Service != "iam" || !strings.HasPrefix(role.Resource, "role/")) {
		s.fail("role_arn", "that is no ARN of a role", `write it as IAM shows it: role_arn = "arn:aws:iam::123456789012:role/links"`)
	}
	if w.Account != "" && !address.IsR2Account(w.Account) {
		s.fail("account", "that is no id of an account of Cloudflare", "write the 32 letters that begin the endpoint of R2, 0 to 9 and a to f")
	}
	if w.Hash != "" && !slices.Contains(signerHashes(), w.Hash) {
		s.fail("hash", "there is no hash "+quote(w.Hash)+" of CloudFront", oneOf(signerHashes()))
	}
}

// domainProblem says why a text is no host. A distribution of this machine, as that of
// the demo, has no certificate and is written with http://.
func domainProblem(text string) string {
	if here, ok := strings.CutPrefix(text, "http://"); ok && strings.HasPrefix(here, "127.0.0.1:") {
		text = here
	}
	if strings.Contains(text, "://") {
		return "is written without https://"
	}
	if problem, _ := address.EndpointProblem("https://" + text); problem != "" {
		return problem
	}
	if strings.ContainsAny(text, "/@?#*") {
		return "is more than a host"
	}
	return ""
}

// pairs are a signer's settings as they are shown.
func (w Signer) pairs() []pair {
	return []pair{
		{"kind", string(w.Kind)},
		{"domain", w.Domain},
		{"key_pair_id", w.KeyPairID},
		{"private_key", w.PrivateKey},
		{"bucket", w.Bucket},
		{"prefix", w.Prefix},
		{"hash", w.Hash},
		{"forwards_query", strconv.FormatBool(w.ForwardsQuery)},
		{"role_arn", w.RoleARN},
		{"external_id", w.ExternalID},
		{"account", w.Account},
	}
}
