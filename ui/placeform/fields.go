package placeform

import (
	"cmp"
	"strings"

	"signet/s3browser"
	"signet/share/address"
	"signet/ui/form"
	"signet/ui/kit"
)

// The fields of the form.
const (
	fieldName     = "name"
	fieldAt       = "at"
	fieldEndpoint = "endpoint"
	fieldKeys     = "keys"
	fieldID       = "id"
	fieldSecret   = "secret"
	fieldToken    = "token"
	fieldKeep     = "keep"
	fieldProfile  = "profile"
	fieldProgram  = "program"
	fieldFile     = "file"
	fieldBucket   = "bucket"
	fieldRegion   = "region"
	fieldStyle    = "style"
	fieldReads    = "reads"
)

// The choices that are asked about.
const (
	atServer  = 0 // of fieldAt: a server of one's own, and not AWS
	keepFile  = 1 // of fieldKeep
	stylePath = 1 // of fieldStyle
	styleHost = 2
)

// newForm makes the fields. Where keys are kept already they say so, and stay empty.
func newForm(theme *kit.Theme, was Draft) *form.Model {
	id, secret := "its ID", "not shown"
	if was.Kept {
		id, secret = "the one that is kept, unless typed anew", "kept, and not shown"
	}
	return form.New(
		theme,
		form.Field{ID: fieldName, Label: "name", Kind: form.Text, Hint: "what you call it, as work or nas"},
		form.Field{ID: fieldAt, Label: "where", Kind: form.Choice, Options: []string{"a server", "AWS"}},
		form.Field{ID: fieldEndpoint, Label: "  endpoint", Kind: form.Text, Hint: "https://s3.example.com or http://nas.lan:9000"},
		form.Field{ID: fieldKeys, Label: "keys", Kind: form.Choice, Options: []string{"typed here", "a profile", "environment", "a program", "a file"}},
		form.Field{ID: fieldID, Label: "  access key", Kind: form.Text, Hint: id},
		form.Field{ID: fieldSecret, Label: "  secret key", Kind: form.Text, Secret: true, Hint: secret},
		form.Field{ID: fieldToken, Label: "  token", Kind: form.Text, Secret: true, Hint: "of a session; mostly none"},
		form.Field{ID: fieldKeep, Label: "  kept in", Kind: form.Choice, Options: []string{"the keychain", "a file only you can read"}},
		form.Field{ID: fieldProfile, Label: "  profile", Kind: form.Text, Hint: "of ~/.aws/config, as default"},
		form.Field{ID: fieldProgram, Label: "  program", Kind: form.Text, Hint: "prints what a credential_process prints; no shell runs it"},
		form.Field{ID: fieldFile, Label: "  file", Kind: form.Text, Hint: "its whole path, as ~/keys/nas"},
		form.Field{ID: fieldBucket, Label: "begins in", Kind: form.Text, Hint: "a bucket, where the keys may not list them"},
		form.Field{ID: fieldRegion, Label: "region", Kind: form.Text, Hint: "found by trying"},
		form.Field{ID: fieldStyle, Label: "bucket name", Kind: form.Choice, Options: []string{"where it works", "in the path", "before the host"}},
		form.Field{ID: fieldReads, Label: "read only", Kind: form.Switch, Hint: "nothing is ever written there"},
	).WithoutLetters()
}

// fill puts a place of the settings into the form.
func fill(f *form.Model, d Draft) {
	f.SetValue(fieldName, d.Name)
	if d.Endpoint == "" {
		f.Choose(fieldAt, 1-atServer)
	}
	f.SetValue(fieldEndpoint, d.Endpoint)
	f.Choose(fieldKeys, int(d.Keys))
	if d.InFile {
		f.Choose(fieldKeep, keepFile)
	}
	if id, ok := sourceFields()[d.Keys]; ok {
		f.SetValue(id, d.Source)
	}
	f.SetValue(fieldBucket, d.Bucket)
	f.SetValue(fieldRegion, d.Region)
	switch {
	case d.PathStyle:
		f.Choose(fieldStyle, stylePath)
	case d.HostStyle:
		f.Choose(fieldStyle, styleHost)
	}
	f.Turn(fieldReads, d.ReadOnly)
}

// sourceFields are the fields that say where keys are.
func sourceFields() map[Keys]string {
	return map[Keys]string{Profile: fieldProfile, Program: fieldProgram, File: fieldFile}
}

// visibility shows the fields that the choices ask for.
func visibility(f *form.Model) {
	server, keys := f.Chosen(fieldAt) == atServer, Keys(f.Chosen(fieldKeys))
	f.Show(fieldEndpoint, server)
	f.Show(fieldStyle, server)
	for _, id := range []string{fieldID, fieldSecret, fieldToken, fieldKeep} {
		f.Show(id, keys == Typed)
	}
	f.Show(fieldProfile, keys == Profile)
	f.Show(fieldProgram, keys == Program)
	f.Show(fieldFile, keys == File)
}

// draft is what the form says. Its problems are shown beside their fields.
func draft(f *form.Model, was Draft) (d Draft, ok bool) {
	d = Draft{
		Was: was.Was, Name: f.Value(fieldName), Endpoint: f.Value(fieldEndpoint), Keys: Keys(f.Chosen(fieldKeys)),
		Typed:  s3browser.Keys{AccessKeyID: f.Value(fieldID), SecretKey: f.Value(fieldSecret), SessionToken: f.Value(fieldToken)},
		InFile: f.Chosen(fieldKeep) == keepFile, Source: f.Value(fieldProfile) + f.Value(fieldProgram) + f.Value(fieldFile),
		Bucket: f.Value(fieldBucket), Region: f.Value(fieldRegion), ReadOnly: f.On(fieldReads),
	}
	d.Kept = was.Kept && d.Keys == Typed && d.Typed == s3browser.Keys{}
	if f.Chosen(fieldAt) == atServer {
		d.PathStyle, d.HostStyle = f.Chosen(fieldStyle) == stylePath, f.Chosen(fieldStyle) == styleHost
	}
	f.Complain(fieldName, missing(d.Name, "give it a name"))
	complainOfEndpoint(f, d)
	complainOfKeys(f, d, was)
	f.FocusOnProblem()
	return d, !f.Complains()
}

func complainOfEndpoint(f *form.Model, d Draft) {
	f.Complain(fieldEndpoint, "")
	if f.Chosen(fieldAt) != atServer {
		return
	}
	problem, hint := address.EndpointProblem(d.Endpoint)
	if d.Endpoint == "" {
		problem, hint = "is missing", "write https://host or http://host:port"
	}
	if problem != "" {
		f.Complain(fieldEndpoint, "the endpoint "+problem+"; "+hint)
	}
}

// complainOfKeys asks for keys, unless there are some that stay where they are.
func complainOfKeys(f *form.Model, d, was Draft) {
	f.Complain(fieldID, "")
	f.Complain(fieldSecret, "")
	switch {
	case d.Kept && d.InFile != was.InFile:
		f.Complain(fieldID, "the keys that are kept stay where they are; type them anew to keep them elsewhere")
	case !d.Kept:
		f.Complain(fieldID, missing(d.Typed.AccessKeyID, "the ID of the access key is missing"))
		f.Complain(fieldSecret, missing(d.Typed.SecretKey, "the secret key is missing"))
	}
	for _, id := range sourceFields() {
		f.Complain(id, missing(f.Value(id), "it is not said which"))
	}
}

func missing(value, problem string) string {
	if strings.TrimSpace(value) == "" {
		return problem
	}
	return ""
}

// mends is the field that can mend what a step has found wrong; empty: none can.
func mends(part s3browser.Part, keys Keys) string {
	if keys != Typed && (part == s3browser.OfKey || part == s3browser.OfSecret || part == s3browser.OfToken) {
		part = s3browser.OfSource
	}
	return map[s3browser.Part]string{
		s3browser.OfEndpoint: fieldEndpoint, s3browser.OfSource: cmp.Or(sourceFields()[keys], fieldKeys),
		s3browser.OfKey: fieldID, s3browser.OfSecret: fieldSecret, s3browser.OfToken: fieldToken,
		s3browser.OfRegion: fieldRegion, s3browser.OfBucket: fieldBucket,
	}[part]
}
