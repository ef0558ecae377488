package s3browser

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// KeyForms says in which forms keys may stand in a file, for people.
func KeyForms() string {
	return "write aws_access_key_id = … and aws_secret_access_key = … on two lines; JSON as a credential_process prints it, and the .csv of the AWS console, are read too"
}

// The names by which files and tools call the parts of a key, in small letters and
// without separators: the AWS tools, the AWS console, MinIO's and Backblaze's.
func keyNames() map[string]func(*Keys) *string {
	id := func(k *Keys) *string { return &k.AccessKeyID }
	secret := func(k *Keys) *string { return &k.SecretKey }
	token := func(k *Keys) *string { return &k.SessionToken }
	return map[string]func(*Keys) *string{
		"accesskeyid": id, "awsaccesskeyid": id, "accesskey": id, "keyid": id,
		"secretaccesskey": secret, "awssecretaccesskey": secret, "secretkey": secret, "applicationkey": secret,
		"sessiontoken": token, "awssessiontoken": token, "awssecuritytoken": token,
	}
}

// ParseKeys reads keys in the forms that tools leave them in. problem says why there
// are none, behind "the key file", and holds no part of what was read.
func ParseKeys(text []byte) (keys Keys, problem string) {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	var pairs map[string]string
	switch {
	case len(text) == 0:
		return keys, "is empty"
	case len(text) >= processOutput:
		return keys, "is too large for one with keys"
	case text[0] == '{':
		pairs, problem = keysOfJSON(text)
	case !bytes.Contains(text, []byte("=")) && bytes.Contains(text, []byte(",")):
		pairs, problem = keysOfCSV(text)
	default:
		pairs, problem = keysOfLines(text)
	}
	if problem != "" {
		return keys, problem
	}
	names := keyNames()
	for name, value := range pairs {
		if field, ok := names[plainName(name)]; ok && value != "" {
			*field(&keys) = value
		}
		if plainName(name) == "expiration" {
			keys.Expires = expiration(value)
		}
	}
	switch {
	case keys.AccessKeyID == "" && keys.SecretKey == "":
		return Keys{}, "holds no keys in a form that is known"
	case keys.AccessKeyID == "":
		return Keys{}, "holds a secret key without its access key ID"
	case keys.SecretKey == "":
		return Keys{}, "holds an access key ID without its secret key"
	case strings.ContainsAny(keys.AccessKeyID+keys.SecretKey+keys.SessionToken, " \t\r\n\x00"):
		return Keys{}, "holds a key with a space in it"
	case strings.ContainsFunc(keys.AccessKeyID+keys.SecretKey+keys.SessionToken, noText):
		return Keys{}, "holds a key with bytes in it that are no text"
	}
	return keys, ""
}

// noText reports what would be another key once it is kept as JSON, or was no key to begin
// with: bytes that are no UTF-8, and control characters.
func noText(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) }

// plainName is a name in small letters, without what separates its words.
func plainName(name string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
}

// keysOfJSON reads what a credential_process prints, what the AWS CLI exports, what STS
// answers (in Credentials), and the file that MinIO's console hands out.
func keysOfJSON(text []byte) (map[string]string, string) {
	var said map[string]any
	if json.Unmarshal(text, &said) != nil {
		return nil, "holds JSON that is damaged"
	}
	for _, inner := range []string{"Credentials", "credentials"} {
		if within, ok := said[inner].(map[string]any); ok {
			said = within
		}
	}
	out := map[string]string{}
	for name, value := range said {
		if s, ok := value.(string); ok {
			out[name] = s
		}
	}
	return out, ""
}

// keysOfCSV reads the table of the AWS console: names, and one line of keys.
func keysOfCSV(text []byte) (map[string]string, string) {
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) < 2 {
		return nil, "holds no keys in a form that is known"
	}
	if len(rows) > 2 {
		return nil, "holds several keys, and one is wanted"
	}
	out := map[string]string{}
	for i, name := range rows[0] {
		out[name] = strings.TrimSpace(rows[1][i])
	}
	return out, ""
}

// keysOfLines reads NAME = VALUE as in the credentials file of the AWS tools or as a
// shell sets variables, or the two or three words alone.
func keysOfLines(text []byte) (map[string]string, string) {
	out, sections := map[string]string{}, 0
	var bare []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			sections++
		default:
			name, value, named := strings.Cut(strings.TrimPrefix(line, "export "), "=")
			if _, known := keyNames()[plainName(strings.TrimSpace(name))]; !named || !known && !strings.Contains(name, "_") {
				bare = append(bare, line) // a secret key may have an = in it
				continue
			}
			out[strings.TrimSpace(name)] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	switch {
	case sections > 1:
		return nil, "holds several profiles, and one is wanted"
	case len(out) == 0 && (len(bare) == 2 || len(bare) == 3):
		names := []string{"access_key_id", "secret_key", "session_token"}
		for i, word := range bare {
			out[names[i]] = word
		}
	}
	return out, ""
}
