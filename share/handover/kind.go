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

	// Of what opens a folder at a distribution.
	Cookies     Kind = "cookies"
	CookieJar   Kind = "cookie-jar"
	CookiesJSON Kind = "cookies-json"
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

	fits  func(share.Link, wording) bool
	write func(*handing) (string, error)
}

// wording is how a link of one operation is handed over. A command that is not
// there is not offered.
type wording struct {
	subject, offer string // of a mail; %s is the object
	thing, may     string // what grants access, and what its holder can do

	curl, wget         func(*handing, *command)
	powershell, python func(*handing) string
	shell              func(*handing) (string, error) // a script, where one command is not enough
}

// operations has a row for each operation; without one nothing is handed over.
func operations() map[share.Operation]wording {
	return map[share.Operation]wording{
		share.Download: {
			subject: "%s", offer: "Here is %s for you to download.", thing: "link", may: "download the file",
			curl: (*handing).curlDownload, wget: (*handing).wgetDownload,
			powershell: (*handing).powershellDownload, python: (*handing).pythonDownload,
		},
		share.Upload: {
			subject: "Please upload %s", offer: "With this link you can upload %s.", thing: "link", may: "upload in your place",
			curl: (*handing).curlUpload, wget: (*handing).wgetUpload,
			powershell: (*handing).powershellUpload, python: (*handing).pythonUpload,
		},
		share.Form: {
			subject: "Please upload your file", thing: "page", may: "upload in your place",
			curl: (*handing).curlForm, powershell: (*handing).powershellForm, python: (*handing).pythonForm,
		},
		share.Delete: {
			subject: "Link to delete %s", offer: "With this link you can delete %s.", thing: "link", may: "delete the file",
			curl: (*handing).curlMethod, wget: (*handing).wgetMethod,
			powershell: (*handing).powershellDelete, python: (*handing).pythonAnswer,
		},
		share.Metadata: {
			subject: "Metadata of %s", offer: "With this link you can read size, type and date of %s, not its content.", thing: "link", may: "read this",
			curl: (*handing).curlHead, wget: (*handing).wgetHead,
			powershell: (*handing).powershellHead, python: (*handing).pythonAnswer,
		},
		share.InParts: {thing: "script", may: "upload in your place", shell: (*handing).shellParts, python: (*handing).pythonParts},
	}
}

// kinds lists all kinds in the order in which they are offered.
func kinds() []Info {
	always := func(share.Link, wording) bool { return true }
	url := func(l share.Link, _ wording) bool { return l.Request.Operation.Info().Bare() }
	opens := func(l share.Link, _ wording) bool { return l.Opens() }
	page := func(l share.Link, _ wording) bool { return l.Opens() || l.Request.Operation.Info().Policy }
	below := func(l share.Link, _ wording) bool { return l.Request.Below }
	curl := func(_ share.Link, w wording) bool { return w.curl != nil } // mails quote it
	return []Info{
		{URL, "bare URL", ".txt", url, (*handing).bare},
		{HTML, "page", ".html", page, (*handing).html},
		{Mail, "mail text", ".txt", curl, (*handing).mail},
		{Chat, "chat message", ".txt", opens, (*handing).chat},
		{Markdown, "Markdown link", ".md", opens, (*handing).markdown},
		{Curl, "curl command", ".sh", func(_ share.Link, w wording) bool { return w.curl != nil || w.shell != nil }, (*handing).curl},
		{Wget, "wget command", ".sh", func(_ share.Link, w wording) bool { return w.wget != nil }, (*handing).wget},
		{PowerShell, "PowerShell command", ".ps1", func(_ share.Link, w wording) bool { return w.powershell != nil }, (*handing).powershell},
		{Python, "Python script", ".py", func(_ share.Link, w wording) bool { return w.python != nil }, (*handing).python},
		{JSON, "JSON line", ".json", always, (*handing).json},
		{Cookies, "lines that set cookies", ".headers", below, (*handing).setCookies},
		{CookieJar, "file of cookies for curl and wget", ".jar", below, (*handing).cookieJar},
		{CookiesJSON, "cookies as JSON", ".json", below, (*handing).jsonCookies},
	}
}

// Names are all kinds as they are typed, in the order in which they are offered.
func Names() (names []string) {
	for _, i := range kinds() {
		names = append(names, string(i.Kind))
	}
	return names
}

// Kinds lists the kinds in which a link can be handed over. It goes by what the
// holder must do with it; of a link that is not signed yet, the request is enough.
func Kinds(link share.Link) []Info {
	words, ok := wordingOf(link.Request)
	if !ok {
		return nil
	}
	keyed := len(link.Withheld()) > 0 // a key is read from the recipient's own file, which few forms can
	return slices.DeleteFunc(kinds(), func(i Info) bool {
		return !i.fits(link, words) || link.Request.Page != "" && !i.Kind.ofPages() || !link.Request.Names() && !i.Kind.ofFolders() || keyed && (i.Kind == Wget || i.Kind == PowerShell)
	})
}

// Fits refuses a kind in which a link cannot be handed over, which need not be
// signed yet. Errors are of type *share.UsageError.
func Fits(link share.Link, k Kind) error {
	_, err := fitting(link, k)
	return err
}

func fitting(link share.Link, k Kind) (Info, error) {
	offered := Kinds(link)
	i := slices.IndexFunc(offered, func(i Info) bool { return i.Kind == k })
	if i < 0 {
		return Info{}, notOffered(k, link, offered)
	}
	return offered[i], nil
}

// ParseKind reads a kind as typed by a person.
func ParseKind(text string) (Kind, error) {
	for _, name := range Names() {
		if strings.EqualFold(strings.TrimSpace(text), name) {
			return Kind(name), nil
		}
	}
	return "", &share.UsageError{Op: "handover", Problem: "there is no such form", Hint: "one of " + strings.Join(Names(), ", ")}
}

// Text writes a link in the form k. It ends with a line feed unless it is one
// line that will be pasted. Errors are of type *share.UsageError and name
// nothing secret.
func Text(link share.Link, k Kind, o Options) (share.Secret, error) {
	info, err := fitting(link, k)
	if err != nil {
		return share.Secret{}, err
	}
	h, err := newHanding(link, o)
	if err != nil {
		return share.Secret{}, err
	}
	text, err := info.write(h)
	return share.NewSecret(text), err
}

// ofFolders reports a form in which a link can be handed over whose address is that of no
// object.
func (k Kind) ofFolders() bool {
	return k == URL || k == JSON || k == Cookies || k == CookieJar || k == CookiesJSON
}

func notOffered(k Kind, link share.Link, offered []Info) error {
	var names []string
	for _, i := range offered {
		names = append(names, string(i.Kind))
	}
	info := link.Request.Operation.Info()
	problem := info.Name + " links have no form " + string(k)
	switch {
	case link.Request.Page != "" && !k.ofPages() && !k.ofFolders():
		problem = "the link opens a page, which is used in a browser and is no file: it has no form " + string(k)
	case !link.Request.Below && k.ofFolders():
		return &share.UsageError{Op: "handover", Problem: "cookies are for what opens a folder", Hint: "add --below, with a signer of CloudFront"}
	case !link.Request.Names():
		problem = "a link for a folder names no object to open: it has no form " + string(k)
	case info.Browser && !link.Opens():
		problem = headersNeeded + ": it has no form " + string(k)
	}
	return &share.UsageError{Op: "handover", Problem: problem, Hint: "one of " + strings.Join(names, ", ")}
}

// headersNeeded is why a link that is a download does not open in a browser.
const headersNeeded = "whoever uses the link must send a header with it, which no browser, phone or chat program does"
