package synth

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// listVersions answers ListObjectVersions: each key with all that it has been, the
// newest first.
func (b bucket) listVersions(name string, q url.Values) ([]byte, *refusal) {
	ask, no := asked(q)
	if no != nil {
		return nil, no
	}
	ask.after, ask.version = q.Get("key-marker"), q.Get("version-id-marker")
	if ask.version != "" && ask.after == "" {
		return nil, invalid("a version-id-marker needs a key-marker")
	}
	i, j := b.start(ask), 0
	if ask.version != "" {
		at, is := b.find(ask.after)
		if is {
			i = at
			for j < b.versions(i) && b.version(i, j).id >= ask.version { // ids ascend with time
				j++
			}
		}
	}
	return b.states(name, ask, i, j), nil
}

// states is one page of versions, from the j-th of the i-th key on.
func (b bucket) states(name string, ask question, i, j int) []byte {
	out := newDocument("ListVersionsResult", name, ask)
	out.text("KeyMarker", encoded(ask.after))
	out.text("VersionIdMarker", ask.version)
	count, more, last, lastVersion := 0, false, "", ""
	for i < b.n {
		key := b.key(i)
		if !strings.HasPrefix(key, ask.prefix) {
			break
		}
		if j == b.versions(i) {
			i, j = i+1, 0
			continue
		}
		if more = count == ask.max; more {
			break
		}
		count++
		if common := rolled(key, ask); common != "" {
			out.common(common)
			i, j, last, lastVersion = b.after(common), 0, common, ""
			continue
		}
		v := b.version(i, j)
		out.version(key, v, j == 0)
		last, lastVersion = key, v.id
		j++
	}
	out.text("IsTruncated", strconv.FormatBool(more))
	if more {
		out.text("NextKeyMarker", encoded(last))
		out.text("NextVersionIdMarker", lastVersion)
	}
	return out.end()
}

func (d *document) version(key string, v version, latest bool) {
	element := "Version"
	if v.deleted {
		element = "DeleteMarker"
	}
	d.WriteString("<" + element + ">")
	d.text("Key", encoded(key))
	d.text("VersionId", v.id)
	d.text("IsLatest", strconv.FormatBool(latest))
	d.text("LastModified", v.at.Format(time.RFC3339))
	if !v.deleted {
		d.text("ETag", "&quot;"+etag(key, v.id)+"&quot;")
		d.text("Size", strconv.FormatInt(v.size, 10))
		d.text("StorageClass", "STANDARD")
	}
	d.WriteString("</" + element + ">")
}
