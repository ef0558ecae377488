package share

import (
	"path"
	"slices"
	"strings"

	"signet/share/address"
)

// spellings are a key as it stands and in every way in which servers are known to
// read it: as the path of a file, once more unescaped, as a folder of MinIO's.
func spellings(key string) []string {
	if plainKey(key) {
		return []string{key} // as nearly all are
	}
	list := []string{key}
	for _, read := range []func(string) []string{unescapings, folders, windows} {
		for _, k := range slices.Clone(list) {
			list = append(list, read(k)...)
		}
	}
	var out []string
	for _, k := range list {
		out = append(out, cleaned(k)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// plainKey reports a key that every server reads as it stands: in which there is
// nothing to clean, to unescape or to strip. It is asked for every object of a batch.
func plainKey(key string) bool {
	last := byte('/')
	for i := range len(key) {
		c := key[i]
		switch {
		case c == '\\' || c == '%' || c == '+',
			c == '/' && (last == '/' || last == '.' || last == ' '),
			c == '.' && last == '/':
			return false
		}
		last = c
	}
	return last != '.' && last != ' ' && !strings.Contains(key, folderSuffix)
}

// unescapings are a key with its escapes undone, as whatever undoes those of an
// address twice has it, and with a + for a blank, as in a form.
func unescapings(key string) (out []string) {
	for range 4 { // nothing undoes more of them
		next := address.UnescapeEach(key)
		for _, k := range []string{next, strings.ReplaceAll(key, "+", " "), strings.ReplaceAll(next, "+", " ")} {
			if k != key {
				out = append(out, k)
			}
		}
		if next == key {
			break
		}
		key = next
	}
	return out
}

// folderSuffix is how MinIO stores the object of a folder's name, records/, and
// takes it for that when it is asked for.
// https://github.com/minio/minio/blob/master/cmd/utils.go (encodeDirObject)
const folderSuffix = "__XLDIR__"

func folders(key string) []string {
	if !strings.Contains(key, folderSuffix) {
		return nil
	}
	return []string{strings.ReplaceAll(key, folderSuffix, "/")}
}

// windows is a key as the path of a file under Windows, where a backslash is a
// slash and a name has no dots and blanks at its end.
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func windows(key string) []string {
	if path := stripped(strings.ReplaceAll(key, `\`, "/")); path != key {
		return []string{path}
	}
	return nil
}

// stripped is a path without dots and blanks at the end of its names. What is
// nothing but dots is left to cleaned.
func stripped(p string) string {
	if !strings.Contains(p, "./") && !strings.Contains(p, " /") && !strings.HasSuffix(p, ".") && !strings.HasSuffix(p, " ") {
		return p
	}
	names := strings.Split(p, "/")
	for i, name := range names {
		if names[i] = strings.TrimRight(name, ". "); names[i] == "" {
			names[i] = strings.TrimRight(name, " ")
		}
	}
	return strings.Join(names, "/")
}

// tidy reports a path in which there is nothing to clean.
func tidy(key string) bool {
	return !strings.HasPrefix(key, "/") && !strings.HasPrefix(key, ".") && !strings.Contains(key, "//") && !strings.Contains(key, "/.")
}

// cleaned are a key as it stands and in the ways in which servers simplify it:
// without slashes in front, without doubled ones, without dots, and all of it.
func cleaned(key string) []string {
	if tidy(key) {
		return []string{key}
	}
	whole := path.Clean("/" + key)[1:]
	if key == whole || whole != "" && key == whole+"/" {
		return []string{key}
	}
	folder := strings.HasSuffix(key, "/") || strings.HasSuffix(key, "/.") || strings.HasSuffix(key, "/..")
	single := strings.Join(slices.DeleteFunc(strings.Split(key, "/"), func(s string) bool { return s == "" }), "/")
	plain := strings.Join(slices.DeleteFunc(strings.Split(single, "/"), func(s string) bool { return s == "." }), "/")
	out := []string{key, strings.TrimLeft(key, "/"), single, plain, whole}
	if folder {
		out = append(out, single+"/", plain+"/", whole+"/")
	}
	slices.Sort(out)
	return slices.Compact(out)
}
