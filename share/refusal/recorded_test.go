package refusal

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
)

// recorded is one answer that a real server gave, and what it gave it to.
type recorded struct {
	uses   []string
	answer Answer
	text   string
}

// read reads the answers of one server; testdata/README.md says how they are
// made.
func read(t *testing.T, server string) []recorded {
	t.Helper()
	text, err := os.ReadFile("testdata/" + server + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []recorded
	named := false
	for line := range strings.Lines(string(text)) {
		use, ok := strings.CutPrefix(line, "-- ")
		if ok && !named {
			all = append(all, recorded{})
		}
		last := &all[len(all)-1]
		if named = ok; ok {
			last.uses = append(last.uses, strings.TrimSpace(use))
			continue
		}
		last.text += line
	}
	for i := range all {
		response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(all[i].text)), nil)
		if err != nil {
			t.Fatalf("%v: %v", all[i].uses, err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		all[i].answer = Parse(response.StatusCode, response.Header, body)
	}
	return all
}

// The real answers of MinIO and versitygw, to every misuse of every operation:
// each is explained by the words that belong to that misuse.
func TestRecordedAnswers(t *testing.T) {
	said := map[string]bool{}
	for _, server := range []string{"minio", "versitygw"} {
		for _, r := range read(t, server) {
			if r.answer.Status < http.StatusMultipleChoices {
				continue // taken: the record keeps that as well
			}
			got := Explain(r.answer)
			for _, use := range r.uses {
				name, want := wordsFor(server, use, r.answer)
				if said[name] = true; want.uses == "" {
					t.Errorf("%s: %s: nobody says how it is to be explained; it is by %+v", server, use, got)
				}
				for _, part := range [][2]string{{got.Sentence, want.sentence}, {got.Cause, want.cause}, {got.Next, want.next}} {
					if !strings.Contains(part[0], part[1]) {
						t.Errorf("%s: %s: %q does not say %q", server, use, part[0], part[1])
					}
				}
			}
		}
	}
	for _, w := range recordedWords() {
		for use := range strings.SplitSeq(w.uses, "; ") {
			if !said[use] {
				t.Errorf("no server refuses %q any more", use)
			}
		}
	}
}

// Nothing in the records could open anything, or tells whose they are.
func TestRecordsHoldNoSecret(t *testing.T) {
	for _, server := range []string{"minio", "versitygw"} {
		for _, r := range read(t, server) {
			for _, word := range []string{secret.FindString(r.text), "127.0.0.1", "localhost", "signet-e2e", "eyJ"} {
				if word != "" && strings.Contains(r.text, word) {
					t.Errorf("%s: %v: %d bytes that should not be there", server, r.uses, len(word))
				}
			}
		}
	}
}

// wordsFor finds what a misuse must be explained with: of this server, of this
// operation, of any. An answer without a code has the words of its status.
func wordsFor(server, use string, a Answer) (string, told) {
	_, whatever, _ := strings.Cut(use, ", ")
	names := []string{server + ": " + use, server + ": " + whatever, use, whatever}
	if a.Code == "" {
		names = []string{"only " + strconv.Itoa(a.Status)}
	}
	for _, name := range names {
		for _, w := range recordedWords() {
			for one := range strings.SplitSeq(w.uses, "; ") {
				if one == name {
					return name, w
				}
			}
		}
	}
	return "", told{}
}

// told is what a person must be told about some misuses: parts of the sentence,
// the cause and the next step.
type told struct{ uses, sentence, cause, next string }

func recordedWords() []told {
	const altered = "a cut signature; a longer life; a tracking tail; another file name; another object; another signature; another type; " +
		"post, another X-Amz-Signature; post, another policy; versitygw: damaged escapes"
	return []told{
		{"over", "the link has expired", "its time is over", "sign a new link"},
		{"minio: another day; minio: no number of seconds", "the link has expired", "its time is over", "sign a new link"},
		{"early", "the link is not valid yet", "its start lies in the future", "wait for its start"},
		{altered, "the signature does not match", "was altered (host, path, a parameter, the policy)", "exactly as it was made"},
		{"minio: post, without X-Amz-Signature; minio: post, without policy", "the signature does not match", "the policy)", "exactly as it was made"},
		{"used as GET; used as HEAD; used as PUT; used as DELETE", "the signature does not match", "used with another method", "with its method"},
		{"wrong secret", "the signature does not match", "signed with a wrong secret key", "check the secret key"},
		{"no signature; versitygw: escaped for HTML", "parts of the signature are missing", "was cut off, or its & were turned into &amp;", "copy the whole link again"},
		{"cut off before its query", "access denied", "so does a link or form without its signature", "that the whole link was copied"},
		{"minio: escaped for HTML; minio: damaged escapes", "a newer kind of signature", "damaged on the way, as by & turned into &amp;", "copy the whole link again"},
		{"another day", "signed for another day than it says", "X-Amz-Date or X-Amz-Credential was altered", "exactly as it was made"},
		{"the date lost; versitygw: post, another X-Amz-Date", "the date of the signature is not readable", "X-Amz-Date was changed or lost", "exactly as it was made"},
		{"eight days", "more than 7 days", "at most 604,800 seconds", "7 days or less"},
		{"no number of seconds", "lifetime is not readable", "X-Amz-Expires was changed or lost", "exactly as it was made"},
		{
			"the credential cut; header, credential cut; post, another X-Amz-Credential; minio: post, without X-Amz-Credential",
			"the credential in the request is not readable", "key/date/region/service/aws4_request", "check the access key of the place",
		},
		{"minio: put, the credential cut; minio: put, another service; minio: header, cut off", "the signature in the link is not readable", "was cut off", "copy the whole link again"},
		{"another service", "signed for another service", "X-Amz-Credential was altered", "the host it was made for"},
		{"another kind of signature; versitygw: post, another X-Amz-Algorithm", "does not know this kind of signature", "X-Amz-Algorithm was changed or lost", "sign by version 4"},
		{"signed by version 2; header, signed by version 2", "a newer kind of signature", "the old version 2", "signed anew by version 4"},
		{"minio: signed by version 2; minio: header, signed by version 2", "does not know the access key", "another server or provider", "sign anew"},
		{"signed twice", "signed twice", "an Authorization header was sent along", "without credentials of your own"},
		{"a header of one's own", "a header was sent that is not signed: x-amz-meta-mine", "added a header", "leave the header away"},
		{"the host not signed", "a header was sent that is not signed: host", "list of signed headers was altered", "leave the header away"},
		{"minio: a header of one's own; minio: the host not signed; minio: header, without the hash", "the headers do not fit the link", "is missing, or one was added", "exactly the headers listed"},
		{"unknown key; another access key", "does not know the access key", "the key was deleted", "renew the session or the key"},
		{"a session that is over", "does not know the access key", "its session has ended or was revoked", "renew the session"},
		{"a token of no session; wrong token", "the session token is not accepted", "belongs to another key or server", "renew the session"},
		{"without its token", "the session token is not accepted", "was cut off or lost", "that the whole link was copied"},
		{"no permission", "access denied", "the signer lacks the permission", "that the signer may do this"},
		{"another region", "signed for the wrong region: the server expects us-east-1", "the bucket is in another region", "for the bucket's own region"},
		{"no such bucket", "there is no such bucket", "deleted or misspelt", "the bucket's name and the place"},
		{"no such object; put, copy of what is missing; a key that is too long; versitygw: a key that cannot be", "there is no such object", "deleted, renamed or never uploaded", "letter by letter"},
		{"put, a key that is too long", "does not accept this key", "longer than 1,024 bytes", "choose another key"},
		{"a key that cannot be", "does not accept this key", "parts such as .. or //", "choose another key"},
		{"a version that is none", "not a version id", "the version in the link was altered", "a version that exists"},
		{"no such version", "no such version of the object", "that version was deleted", "or for the current one"},
		{"deleted object", "no such object: a delete marker hides it", "deleted", "check the key"},
		{"deletion itself", "not allowed here: a delete marker hides it", "the version named is a delete marker", "choose another version"},
		{"beyond the end", "that part of the object does not exist", "beyond the end", "ask for the whole object"},
		{"changed since; only if it is still the same; only if it is there", "does not hold", "the object", "what is stored now"},
		{"second upload", "does not hold", "something is stored there already", "use another key"},
		{"only if it is another; a part of S3 that is missing", "does not know how to do this", "only a part of S3", "use another option"},
		{"a key for what is not encrypted; a key of the customer's", "a key of the customer's by https alone", "plain http", "https:// in the endpoint"},
		{"to an object; minio: post, sent as a plain body", "this method is not allowed here", "the link is for another method", "the method the link was signed for"},
		{"a script of a web page", "takes no requests from this web page", "CORS rules", "have the origin allowed"},

		{"one byte more; one byte less", "the signature does not match", "method, size or header", "exactly as it was made"},
		{
			"another Content-Type; another If-None-Match; another X-Amz-Meta-Case; without Content-Type; without If-None-Match; without X-Amz-Meta-Case",
			"the signature does not match", "method, size or header", "and its headers",
		},
		{
			"minio: put, without Content-Type; minio: put, without If-None-Match; minio: put, without X-Amz-Meta-Case",
			"the headers do not fit the link", "a header that the link was signed with is missing", "exactly the headers listed",
		},
		{"in chunks", "did not say how long it is", "sent it in chunks", "a file instead of a stream"},
		{"an encryption that is not set up; KMS that is not set up", "no key to encrypt with", "no key service (KMS)", "without an encryption option"},
		{"an unknown encryption", "does not offer this encryption", "AES256 and aws:kms", "without an encryption option"},
		{"versitygw: put, another content", "the signature does not match", "was altered", "exactly as it was made"},
		{"another content; another MD5; another checksum", "not the one that was signed for", "its checksum differs", "the right file"},
		{"an MD5 that is none", "the checksum that came with the upload cannot be used", "no MD5 in base64", "compute it again"},
		{"a checksum that is none; two checksums; a checksum that did not come", "the checksum that came with the upload cannot be used", "there are two", "compute it again"},
		{"locked", "the bucket has no object lock", "a retention or a legal hold", "without it"},
		{"an unknown storage class", "an option of the upload", "a storage class", "without it"},
		{"tags that are none; too many tags", "the tags of the upload", "may be 10", "with other tags"},
		{"too much metadata", "the fields of the upload are too large", "2 kB of metadata", "shorten the metadata"},
		{"below an object", "an object is in the way", "an object and a folder at once", "choose another key"},
		{"part of no upload", "no such multipart upload", "completed, aborted or cleaned up", "start the upload again"},

		{"post, over", "the upload form has expired", "the form is over", "make a new form"},
		{"post, too large", "the upload is too large", "the limit of the form", "with a higher limit"},
		{"post, too small", "the upload is too small", "the form demands a larger file", "the right file was chosen"},
		{"versitygw: post, too large", "too large: 11 bytes were sent, 10 are allowed", "the limit of the form", "with a higher limit"},
		{"versitygw: post, too small", "too small: 2 bytes were sent, at least 3 are needed", "the form demands a larger file", "the right file was chosen"},
		{
			"post, another Content-Type; post, another key; post, another x-amz-meta-case; post, without Content-Type; post, without x-amz-meta-case; " +
				"minio: post, another X-Amz-Date; minio: post, another X-Amz-Algorithm; minio: post, without X-Amz-Date; minio: post, without X-Amz-Algorithm",
			"breaks a condition of the form", "differs from what was signed", "exactly the fields of the form",
		},
		{"post, one more acl; post, one more x-amz-meta-mine", "a field that the form does not allow", "covered by the signed policy", "leave the extra field away"},
		{"post, one more key", "a field of the form was sent twice", "each field may come once", "exactly the fields of the form"},
		{"post, without key", "without the object's key", "the field key is missing", "send all fields"},
		{"versitygw: post, without policy; versitygw: post, without X-Amz-Signature; versitygw: post, without X-Amz-Credential; versitygw: post, without X-Amz-Date; " +
			"versitygw: post, without X-Amz-Algorithm", "without one of its fields", "a field of the signature is missing", "send all fields"},
		{"post, without a file", "without exactly one file", "no file was chosen", "send one file"},
		{"post, damaged; post, sent as a plain body; post, sent like an address", "not a readable form", "sent as multipart/form-data", "the page or the command that belongs to the form"},
		{"versitygw: post, damaged", "the server failed", "over a damaged form", "tell whoever runs the server"},

		{"header, clock behind; header, clock ahead", "the clocks differ too much", "15 minutes", "by a time server"},
		{"versitygw: header, clock behind; versitygw: header, clock ahead", "differ too much: this one is 1 hour behind", "15 minutes", "by a time server"},
		{"header, without a date", "carries no valid date", "X-Amz-Date was lost", "exactly as it was made"},
		{"header, without the hash", "a header that the request needs is missing", "belong to its signature", "exactly the headers listed"},
		{"header, cut off", "the authorization header is not readable", "cut-off access key", "the access key and the region"},
		{"header, a sign-in of another kind", "does not know this kind of sign-in", "such as Basic or Bearer", "without credentials of your own"},
		{"minio: header, a sign-in of another kind", "access denied", "without its signature", "that the whole link was copied"},

		{"only 304", "the object has not changed", "only if it had", "the copy at hand is current"},
		{"only 400", "does not accept the request", "cut off or damaged, a wrong region, a session that has expired", "copy the whole link again"},
		{"only 403", "access denied", "over, not open yet or altered", "that a new link is refused too"},
		{"only 404", "there is no such object", "or its bucket was deleted", "check bucket and key"},
		{"only 405", "this method is not allowed here", "the version named is a delete marker", "choose another version"},
	}
}
