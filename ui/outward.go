package ui

import (
	"context"
	"strings"

	"signet/share"
	"signet/share/address"
	"signet/ui/objects"
)

// outward joins a bucket with other programs: the clipboard, the browser, aws-cli.
func (w *wiring) outward(p Place) objects.Outward {
	out := objects.Outward{
		Forms: func(_ context.Context, t share.Target) []objects.Form { return forms(where(p, t), t) },
		Page:  func(_ context.Context, t share.Target) string { return where(p, t).Page(t.Key, t.VersionID) },
	}
	if w.p.Open != nil {
		out.Open = w.p.Open
	}
	return out
}

// where is the bucket of a target: the first server of a place is the one that is
// browsed.
func where(p Place, t share.Target) address.Place {
	at := address.Place{Region: t.Region, Bucket: t.Bucket}
	if p.Servers != nil {
		if servers := p.Servers(); len(servers) > 0 {
			at.Endpoint = servers[0]
		}
	}
	if p.Region != nil && at.Region == "" {
		at.Region = p.Region(t.Bucket)
	}
	return at
}

// forms are what an object or a folder is called elsewhere.
func forms(at address.Place, t share.Target) []objects.Form {
	folder := t.Key == "" || strings.HasSuffix(t.Key, "/")
	list := []objects.Form{{Name: "s3:// address", Text: t.URI()}, {Name: "key", Text: t.Key}}
	add := func(name, text string) {
		if text != "" {
			list = append(list, objects.Form{Name: name, Text: text})
		}
	}
	if !folder {
		add("https URL", at.URL(t.Key)) // unsigned: it opens where the object is public
	}
	add("console page", at.Page(t.Key, t.VersionID))
	add("ARN", at.ARN(t.Key))
	add("aws-cli command", awsCommand(at, t, folder))
	return list
}

// awsCommand downloads an object, or lists a folder, with aws-cli.
func awsCommand(at address.Place, t share.Target, folder bool) string {
	words := []string{"aws", "s3", "cp", single(t.URI()), "."}
	if folder {
		words = []string{"aws", "s3", "ls", single(t.URI())}
	}
	if at.Endpoint != "" {
		words = append(words, "--endpoint-url", single(at.Endpoint))
	}
	if at.Region != "" {
		words = append(words, "--region", single(at.Region))
	}
	return strings.Join(words, " ")
}

// single quotes a word for a POSIX shell, if it needs that.
func single(word string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-._/:", c)
	}
	if strings.IndexFunc(word, func(c rune) bool { return !plain(c) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
