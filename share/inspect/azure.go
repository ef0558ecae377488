package inspect

import (
	"strings"
	"time"

	"signet/share/address"
	"signet/share/say"
)

// azureTime reads the forms of ISO 8601 that Azure accepts.
func azureTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.9999999Z", "2006-01-02T15:04Z", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return written(t.UTC()), true
		}
	}
	return time.Time{}, false
}

// azure reads shared access signatures:
// https://learn.microsoft.com/en-us/rest/api/storageservices/delegate-access-with-shared-access-signature
func (rd reader) azure() {
	r, q := rd.r, rd.q
	rd.azureTarget()
	r.azure = q.get("sr")
	r.Method, r.Allows = azurePermissions(q.get("sp"), r.azure)
	rd.azureReach()
	rd.azureTimes()
	if ip := q.get("sip"); ip != "" {
		r.Limits = append(r.Limits, "only from "+cut(ip, 60))
	}
	if strings.EqualFold(q.get("spr"), "https") {
		r.Limits = append(r.Limits, "only by https")
		if rd.a.scheme != "https" {
			rd.n.add("https-only", say.Bad, "the signature is for https alone, and this link is for plain http", "use https")
		}
	}
	if q.get("se") == "" && q.get("si") == "" && q.get("sig") != "" {
		rd.damaged("it has neither an end nor a stored access policy; Azure refuses that")
	}
	switch r.Kind {
	case AzureDelegation:
		r.Signer = Signer{KeyID: cut(q.get("skoid"), 64), Temporary: true, Detail: "a user delegation key of Microsoft Entra ID"}
	case AzureAccount:
		r.Signer = Signer{KeyID: r.account(), Detail: "the storage account's key"}
		r.Allows += ": " + azureParts(q.get("ss"), q.get("srt"))
		rd.n.add("account", say.Warning, "it opens services of the whole storage account, not one file", "ask for a link to one file")
	default:
		r.Signer = Signer{KeyID: r.account(), Detail: "the storage account's key"}
	}
	if policy := q.get("si"); policy != "" {
		rd.n.add("stored-policy", say.Info, "a stored access policy ("+cut(policy, 64)+") adds to what stands here, and can revoke the link", "")
	}
	for _, o := range []Pair{{"rscc", "cache-control"}, {"rscd", "content-disposition"}, {"rsce", "content-encoding"}, {"rscl", "content-language"}, {"rsct", "content-type"}} {
		v := q.get(o.Name)
		if v == "" {
			continue
		}
		r.Response = append(r.Response, Pair{Name: o.Value, Value: cut(v, 500)})
		if o.Name == "rscd" {
			r.Filename = filename(v)
		}
	}
}

// azureScope is what one signature opens, in words.
// https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas#specify-the-signed-resource-field
func azureScope(resource string) string {
	words := map[string]string{
		"b": "one blob", "bs": "one snapshot of a blob", "bv": "one version of a blob", "f": "one file",
		"c": "a whole container", "d": "a whole directory", "s": "a whole file share",
	}[resource]
	if words == "" {
		return "a resource that it does not name"
	}
	return words
}

// azureReach says what is opened besides the file that the address names.
func (rd reader) azureReach() {
	t := &rd.r.Target
	what := map[string]string{"c": "the container " + t.Bucket, "s": "the file share " + t.Bucket, "d": "a directory of the container " + t.Bucket}[rd.r.azure]
	if what == "" {
		return
	}
	if depth := rd.q.get("sdd"); rd.r.azure == "d" && depth != "" {
		what += ", " + cut(depth, 4) + " levels deep"
	}
	rd.r.Allows += ": everything in " + what
	rd.n.add("scope", say.Warning, "it opens everything in "+what+", not only what its address names", "ask for a link to one file")
}

// azureParts puts ss and srt of an account's signature into words.
func azureParts(services, resources string) string {
	words := func(letters string, names map[rune]string) string {
		var out []string
		for _, l := range letters {
			if name := names[l]; name != "" {
				out = append(out, name)
			}
		}
		return strings.Join(out, ", ")
	}
	return words(services, map[rune]string{'b': "blobs", 'q': "queues", 't': "tables", 'f': "files"}) + " of the account (" +
		words(resources, map[rune]string{'s': "the service itself", 'c': "containers", 'o': "objects"}) + ")"
}

func (r *Report) account() string {
	label, _, _ := strings.Cut(r.Target.Host, ".")
	return label
}

func (rd reader) azureTarget() {
	path, _ := address.Unescape(strings.TrimPrefix(rd.a.path, "/"))
	container, key, _ := strings.Cut(path, "/")
	service := map[string]string{"b": "blob", "c": "container", "d": "directory", "bs": "blob snapshot", "bv": "blob version", "f": "file", "s": "file share", "q": "queue", "t": "table"}[rd.q.get("sr")]
	rd.r.Target = Target{
		Store: "Azure Storage", Scheme: rd.a.scheme, Host: rd.a.host, Bucket: container, Key: key, Service: service, Style: "account",
		VersionID: cut(rd.q.get("versionid"), 64),
	}
}

func (rd reader) azureTimes() {
	r := rd.r
	rd.azureTime("st", func(t time.Time) { r.Opens = t })
	rd.azureTime("se", func(t time.Time) { r.Expires = t; r.endAt(t, endLink) })
	rd.azureTime("ske", func(t time.Time) { r.endAt(t, endKey) })
}

func (rd reader) azureTime(name string, set func(time.Time)) {
	value := rd.q.get(name)
	if value == "" {
		return
	}
	t, ok := azureTime(value)
	if !ok {
		rd.damaged("the time in " + name + " cannot be read")
		return
	}
	set(t)
}

// azurePermissions puts the letters of sp into words.
func azurePermissions(letters, resource string) (method, allows string) {
	if letters == "" {
		return "", "what its stored access policy says"
	}
	names := []struct {
		letter rune
		words  string
	}{
		{'r', "read"},
		{'a', "append"},
		{'c', "create"},
		{'w', "write"},
		{'d', "delete"},
		{'x', "delete versions"},
		{'y', "delete for good"},
		{'l', "list"},
		{'t', "read and set tags"},
		{'f', "find by tags"},
		{'m', "move"},
		{'e', "execute"},
		{'i', "set immutability"},
		{'u', "update"},
		{'p', "process"},
		{'o', "change the owner"},
	}
	var words []string
	for _, n := range names {
		if strings.ContainsRune(letters, n.letter) {
			words = append(words, n.words)
		}
	}
	if letters == "r" && !strings.ContainsAny(resource, "cds") {
		return "GET", "download"
	}
	return "", strings.Join(words, ", ") // several things, and each has a method of its own
}
