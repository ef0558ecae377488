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
	r.Method, r.Allows = azurePermissions(q.get("sp"), q.get("sr"))
	rd.azureTimes()
	if ip := q.get("sip"); ip != "" {
		r.Limits = append(r.Limits, "only from "+cut(ip, 60))
	}
	if strings.EqualFold(q.get("spr"), "https") {
		r.Limits = append(r.Limits, "only by https")
	}
	switch r.Kind {
	case AzureDelegation:
		r.Signer = Signer{KeyID: cut(q.get("skoid"), 64), Temporary: true, Detail: "a user delegation key of Microsoft Entra ID"}
	case AzureAccount:
		r.Signer = Signer{KeyID: r.account(), Detail: "the storage account's key"}
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
	if letters == "r" && resource != "c" {
		return "GET", "download"
	}
	return "", strings.Join(words, ", ") // several things, and each has a method of its own
}
