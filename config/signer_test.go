package config

import (
	"os"
	"strings"
	"testing"
	"time"

	"signet/share"
)

const placeAndSigner = `[[place]]
name = "office"
profile = "p"
[[place.signer]]
name = "front"
kind = "cloudfront"
domain = "d111111abcdef8.cloudfront.net"
key_pair_id = "K2JCJMDEHXQW5F"
private_key = "~/cf.pem"
bucket = "acme-legal"
`

func TestSigners(t *testing.T) {
	s, err := load(t, placeAndSigner+"prefix = \"public/\"\nhash = \"sha256\"\nforwards_query = true\n\n[[place.signer]]\nname = \"other\"\nkind = \"cloudfront\"\ndomain = \"files.acme.example\"\nkey_pair_id = \"K3\"\nprivate_key = \"/k.pem\"\nbucket = \"b\"\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Signer{
		Name: "front", Kind: share.KindCloudFront, Domain: "d111111abcdef8.cloudfront.net", KeyPairID: "K2JCJMDEHXQW5F",
		PrivateKey: "~/cf.pem", Bucket: "acme-legal", Prefix: "public/", Hash: "sha256", ForwardsQuery: true,
	}
	if got := s.Places[0].Signers; len(got) != 2 || got[0] != want || got[1].Hash != "sha1" || got[1].Domain != "files.acme.example" {
		t.Errorf("%+v", got)
	}
	if s, err := load(t, strings.Replace(placeAndSigner, "d111111abcdef8.cloudfront.net", "http://127.0.0.1:9000", 1)); err != nil || s.Places[0].Signers[0].Domain != "http://127.0.0.1:9000" {
		t.Errorf("a distribution of this machine: %v", err)
	}
	if v := value(s, "place.office.signer.front.hash"); v.Value != "sha256" || !strings.HasSuffix(v.Source, ":12") {
		t.Errorf("%+v", v)
	}
}

// TestSignerMistakes are what is wrong with a signer, each with what mends it.
func TestSignerMistakes(t *testing.T) {
	for _, c := range []struct{ was, now, want string }{
		{`kind = "cloudfront"`, `kind = "cloudfornt"`, "did you mean cloudfront?"},
		{`kind = "cloudfront"`, ``, `a signer needs a kind; one of minio-key, aws-session, minio-session, r2-session, cloudfront`},
		{`kind = "cloudfront"`, `kind = "minio-key"`, `unknown key "domain"`},
		{`name = "front"`, `name = "default"`, "the place's own key"},
		{`name = "front"`, ``, "a signer needs a name"},
		{`domain =`, `domian =`, "did you mean domain?"},
		{`domain = "d111111abcdef8.cloudfront.net"`, ``, `has no domain`},
		{`domain = "d`, `domain = "https://d`, "write it alone"},
		{`domain = "d`, `domain = "HTTPS://d`, "the domain is written without https://"},
		{`bucket = "acme-legal"`, `bucket = "acme-*"`, "a bucket's name has no slash, space, star or question mark"},
		{`bucket = "acme-legal"`, "bucket = \"acme-legal\"\nprefix = \"../\"", "no folder . or .."},
		{`bucket = "acme-legal"`, "bucket = \"acme-legal\"\nprefix = \"a/./b/\"", "no folder . or .."},
		{`cloudfront.net"`, `cloudfront.net/a"`, "write it alone"},
		{`domain = "d`, `domain = "http://d`, "the domain is written without https://"},
		{`domain = "d111111abcdef8.cloudfront.net"`, `domain = "http://127.0.0.1:99/a"`, "write it alone"},
		{`key_pair_id = "K2JCJMDEHXQW5F"`, `key_pair_id = "K2 x"`, "no id of a public key"},
		{`private_key = "~/cf.pem"`, `private_key = "cf.pem"`, "must be a whole path"},
		{`bucket = "acme-legal"`, `bucket = "acme/legal"`, "goes into prefix"},
		{`bucket = "acme-legal"`, ``, "has no bucket"},
		{`bucket = "acme-legal"`, "bucket = \"acme-legal\"\nhash = \"md5\"", "one of sha1, sha256"},
		{`bucket = "acme-legal"`, "bucket = \"acme-legal\"\nprefix = \"public\"", "with the slash behind it"},
		{`bucket = "acme-legal"`, "bucket = \"acme-legal\"\nforwards_query = \"yes\"", "true or false"},
		{`bucket = "acme-legal"`, "bucket = \"acme-legal\"\nrole_arn = \"x\"", `unknown key "role_arn" in place.signer`},
	} {
		_, err := load(t, strings.Replace(placeAndSigner, c.was, c.now, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.now, err, c.want)
		}
	}
	twice := placeAndSigner + placeAndSigner[strings.Index(placeAndSigner, "[[place.signer]]"):]
	if _, err := load(t, twice); err == nil || !strings.Contains(err.Error(), `two signers named "front"`) {
		t.Error(err)
	}
}

// TestOneMistakeIsOne is that a kind that there is not makes no mistake of the rest.
func TestOneMistakeIsOne(t *testing.T) {
	for _, kind := range []string{"", `kind = "cloudfrnt"`, `kind = "key"`, `kind = ""`} {
		_, err := load(t, strings.Replace(placeAndSigner+"prefix = \"a/\"\nhash = \"sha256\"\nforwards_query = true\n", `kind = "cloudfront"`, kind, 1))
		if err == nil || strings.Count(err.Error(), "settings ") != 1 || !strings.Contains(err.Error(), "kind") {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// TestGuardsOnSigners are rules about who signs.
func TestGuardsOnSigners(t *testing.T) {
	s, err := load(t, placeAndSigner+"[[guard]]\nbucket = \"acme-legal\"\nmax_expiry = \"90d\"\nrevocable = true\nfrom = [\"203.0.113.0/24\", \"198.51.100.7\"]\n")
	if err != nil {
		t.Fatal(err)
	}
	if g := s.Guards[0]; !g.Revocable || len(g.From) != 2 || g.From[1].String() != "198.51.100.7/32" || g.MaxExpiry != 90*24*time.Hour {
		t.Errorf("%+v", g)
	}
	if v := value(s, "guard.acme-legal.from"); v.Value != "203.0.113.0/24, 198.51.100.7/32" {
		t.Errorf("%+v", v)
	}
	for text, want := range map[string]string{
		"from = []":                        "from is empty",
		`from = ["office"]`:                "is no network",
		`from = ["::/0"]`:                  "no limit",
		"from = [7]":                       "where text is expected",
		`max_expiry = "90d"`:               "over 7 days",
		"revocable = 1":                    "true or false",
		`from = ["203.0.113.0/24", "x/y"]`: `"x/y" is no network`,
	} {
		if _, err := load(t, "[[guard]]\nbucket = \"b\"\n"+text+"\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// A place that is edited keeps its signers, comments and all.
func TestEditedPlaceKeepsSigners(t *testing.T) {
	file := settingsFile(t, placeAndSigner+"# the contract ends in May\n")
	if err := ReplacePlace(file, "office", Place{Name: "office", Profile: "q"}); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(file)
	if want := strings.Replace(placeAndSigner, `profile = "p"`, `profile = 'q'`, 1) + "# the contract ends in May\n"; string(got) != want {
		t.Errorf("%s", got)
	}
}
