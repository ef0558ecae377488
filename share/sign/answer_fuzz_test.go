package sign

import (
	"encoding/xml"
	"errors"
	"net/http"
	"strings"
	"testing"

	"signet/internal/hostile"
	"signet/share"
)

// FuzzAnswerAboutParts: whatever a server answers about an upload in parts, a refusal is
// none that worked, and what is said of it is one line.
func FuzzAnswerAboutParts(f *testing.F) {
	f.Add(200, []byte(`<ListPartsResult><Part><PartNumber>1</PartNumber><ETag>"a"</ETag><Size>5</Size></Part></ListPartsResult>`))
	f.Add(200, []byte(`<Error><Code>InternalError</Code><Message>try again</Message></Error>`))
	f.Add(404, []byte("<Error><Code>NoSuchUpload</Code><Message>gone\x1b[2J\u202e</Message></Error>"))
	f.Add(503, []byte(`<html>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 100 || status > 999 {
			return
		}
		var into struct{ XMLName xml.Name }
		err := read("list the parts", &http.Response{StatusCode: status, Header: http.Header{}}, body, nil, &into)
		if status >= http.StatusMultipleChoices && err == nil {
			t.Errorf("%d is taken for one that worked", status)
		}
		if err == nil && into.XMLName.Local == "Error" {
			t.Errorf("%q is taken for one that worked", body)
		}
		if err != nil {
			if judged := hostile.All(hostile.Seen, hostile.OneLine)(err.Error()); judged != nil {
				t.Errorf("%q: %v", body, judged)
			}
		}
		var refused *share.AnswerError
		if errors.As(err, &refused) && refused.Gone && !strings.Contains(string(body), "NoSuchUpload") {
			t.Errorf("%q says that there is no such upload", body)
		}
	})
}
