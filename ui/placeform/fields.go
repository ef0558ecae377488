package placeform

import (
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

func newForm(theme *kit.Theme) *form.Model {
	return form.New(
		theme,
		form.Field{ID: fieldName, Label: "name", Kind: form.Text, Hint: "what you call it, as work or nas"},
		form.Field{ID: fieldAt, Label: "where", Kind: form.Choice, Options: []string{"a server", "AWS"}},
		form.Field{ID: fieldEndpoint, Label: "  endpoint", Kind: form.Text, Hint: "https://s3.example.com or http://nas.lan:9000"},
		form.Field{ID: fieldKeys, Label: "keys", Kind: form.Choice, Options: []string{"typed here", "a profile", "the environment", "a program", "a file"}},
		form.Field{ID: fieldID, Label: "  access key", Kind: form.Text, Hint: "its ID"},
		form.Field{ID: fieldSecret, Label: "  secret key", Kind: form.Text, Secret: true, Hint: "not shown"},
		form.Field{ID: fieldToken, Label: "  token", Kind: form.Text, Secret: true, Hint: "of a session; mostly none"},
		form.Field{ID: fieldKeep, Label: "  kept in", Kind: form.Choice, Options: []string{"the keychain", "a file only you can read"}},
		form.Field{ID: fieldProfile, Label: "  profile", Kind: form.Text, Hint: "of ~/.aws/config, as default"},
		form.Field{ID: fieldProgram, Label: "  program", Kind: form.Text, Hint: "prints what a credential_process prints; no shell runs it"},
		form.Field{ID: fieldFile, Label: "  file", Kind: form.Text, Hint: "its whole path, as ~/keys/nas"},
		form.Field{ID: fieldBucket, Label: "begins in", Kind: form.Text, Hint: "a bucket, where the keys may not list them"},
		form.Field{ID: fieldRegion, Label: "region", Kind: form.Text, Hint: "found by trying"},
		form.Field{ID: fieldStyle, Label: "bucket name", Kind: form.Choice, Options: []string{"where it works", "in the path", "before the host"}},
		form.Field{ID: fieldReads, Label: "read only", Kind: form.Switch, Hint: "nothing is ever written there"},
	)
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
func draft(f *form.Model) (d Draft, ok bool) {
	d = Draft{
		Name: f.Value(fieldName), Endpoint: f.Value(fieldEndpoint), Keys: Keys(f.Chosen(fieldKeys)),
		Typed:  s3browser.Keys{AccessKeyID: f.Value(fieldID), SecretKey: f.Value(fieldSecret), SessionToken: f.Value(fieldToken)},
		InFile: f.Chosen(fieldKeep) == keepFile, Source: f.Value(fieldProfile) + f.Value(fieldProgram) + f.Value(fieldFile),
		Bucket: f.Value(fieldBucket), Region: f.Value(fieldRegion), ReadOnly: f.On(fieldReads),
	}
	if f.Chosen(fieldAt) == atServer {
		d.PathStyle, d.HostStyle = f.Chosen(fieldStyle) == stylePath, f.Chosen(fieldStyle) == styleHost
	}
	f.Complain(fieldName, missing(d.Name, "give it a name"))
	f.Complain(fieldEndpoint, "")
	if f.Chosen(fieldAt) == atServer {
		problem, hint := address.EndpointProblem(d.Endpoint)
		if d.Endpoint == "" {
			problem, hint = "is missing", "write https://host or http://host:port"
		}
		if problem != "" {
			f.Complain(fieldEndpoint, "the endpoint "+problem+"; "+hint)
		}
	}
	f.Complain(fieldID, missing(d.Typed.AccessKeyID, "the ID of the access key is missing"))
	f.Complain(fieldSecret, missing(d.Typed.SecretKey, "the secret key is missing"))
	for _, id := range []string{fieldProfile, fieldProgram, fieldFile} {
		f.Complain(id, missing(f.Value(id), "it is not said which"))
	}
	f.FocusOnProblem()
	return d, !f.Complains()
}

func missing(value, problem string) string {
	if strings.TrimSpace(value) == "" {
		return problem
	}
	return ""
}

// blame finds the field that a failed step speaks of; empty: none in particular.
func blame(step string, keys Keys) string {
	switch step {
	case "address", "connection", "encryption", "answer":
		return fieldEndpoint
	case "keys", "signature":
		return map[Keys]string{Typed: fieldID, Profile: fieldProfile, Program: fieldProgram, File: fieldFile}[keys]
	case "bucket":
		return fieldBucket
	}
	return ""
}
