package handover

import (
	"slices"
	"strings"
	"time"

	"signet/share"
)

// Kind is a form in which one link can be handed over. The values are the
// spelling of --handover.
type Kind string

// The kinds.
const (
	URL        Kind = "url"
	Markdown   Kind = "markdown"
	Mail       Kind = "mail"
	Chat       Kind = "chat"
	Curl       Kind = "curl"
	PowerShell Kind = "powershell"
	Wget       Kind = "wget"
	Python     Kind = "python"
	HTML       Kind = "html"
	JSON       Kind = "json"
)

// Options are what a text needs to know beside the link.
type Options struct {
	Now  time.Time      // zero: the time at which the link was signed
	Zone *time.Location // for ends in words; nil: that of Now
	// Title heads pages and mails; empty: made from the name of the object.
	Title string
	// Checksum of the content, if the user knows one.
	Checksum Checksum
}

// Checksum lets the recipient see that the content arrived whole.
type Checksum struct {
	Algorithm string // as people write it: "SHA-256"
	Value     string // hex or base64
}

// Info is what a menu needs to know about a kind.
type Info struct {
	Kind Kind
	Name string // "curl command": noun in the interface
	File string // ending of a file that holds it, with the dot

	ops   []share.Operation
	write func(*handing) (string, error)
}

// kinds lists all kinds in the order in which they are offered.
func kinds() []Info {
	get, put, form, del, head := share.Download, share.Upload, share.Form, share.Delete, share.Metadata
	link, all := []share.Operation{get, put, del, head}, []share.Operation{get, put, form, del, head}
	return []Info{
		{URL, "bare URL", ".txt", link, (*handing).bare},
		{HTML, "page", ".html", []share.Operation{get, form}, (*handing).html},
		{Mail, "mail text", ".txt", all, (*handing).mail},
		{Chat, "chat message", ".txt", []share.Operation{get}, (*handing).chat},
		{Markdown, "Markdown link", ".md", []share.Operation{get}, (*handing).markdown},
		{Curl, "curl command", ".sh", all, (*handing).curl},
		{Wget, "wget command", ".sh", link, (*handing).wget},
		{PowerShell, "PowerShell command", ".ps1", all, (*handing).powershell},
		{Python, "Python script", ".py", all, (*handing).python},
		{JSON, "JSON line", ".json", all, (*handing).json},
	}
}

// Kinds lists the kinds in which a link for op can be handed over.
func Kinds(op share.Operation) []Info {
	return slices.DeleteFunc(kinds(), func(i Info) bool { return !slices.Contains(i.ops, op) })
}

// ParseKind reads a kind as typed by a person.
func ParseKind(text string) (Kind, error) {
	var names []string
	for _, i := range kinds() {
		if strings.EqualFold(strings.TrimSpace(text), string(i.Kind)) {
			return i.Kind, nil
		}
		names = append(names, string(i.Kind))
	}
	return "", &share.UsageError{Op: "handover", Problem: "there is no such form", Hint: "one of " + strings.Join(names, ", ")}
}

// Text writes a link in the form k. It ends with a line feed unless it is one
// line that will be pasted. Errors are of type *share.UsageError and name
// nothing secret.
func Text(link share.Link, k Kind, o Options) (share.Secret, error) {
	op := link.Request.Operation
	offered := Kinds(op)
	i := slices.IndexFunc(offered, func(i Info) bool { return i.Kind == k })
	if i < 0 {
		return share.Secret{}, notOffered(k, op, offered)
	}
	h, err := newHanding(link, o)
	if err != nil {
		return share.Secret{}, err
	}
	text, err := offered[i].write(h)
	return share.NewSecret(text), err
}

func notOffered(k Kind, op share.Operation, offered []Info) error {
	var names []string
	for _, i := range offered {
		names = append(names, string(i.Kind))
	}
	return &share.UsageError{
		Op: "handover", Problem: op.Info().Name + " links have no form " + string(k),
		Hint: "one of " + strings.Join(names, ", "),
	}
}
