package accesslog

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// mostFields bounds the fields of one record that are looked at.
const mostFields = 2000

// flatten names what stands in an object by its way and by each end of that: the
// method of {"request": {"method": "GET"}} is requestmethod and method. What is
// further out comes first, of a list the first.
func flatten(object map[string]any) named {
	type level struct {
		way    []string
		fields map[string]any
	}
	n, left := named{}, mostFields
	for next := []level{{nil, object}}; len(next) > 0; next = next[1:] {
		for name, v := range next[0].fields {
			way := append(next[0].way[:len(next[0].way):len(next[0].way)], plainName(name))
			if list, ok := v.([]any); ok && len(list) > 0 {
				v = list[0]
			}
			if inner, ok := v.(map[string]any); ok && len(way) < maxEnvelope {
				next = append(next, level{way, inner})
				continue
			}
			if left--; left < 0 {
				return n
			}
			n.add(way, scalar(v))
		}
	}
	return n
}

func (n named) add(way []string, value string) {
	if value == "" {
		return
	}
	for from := range way {
		name := strings.Join(way[from:], "")
		if _, known := n[name]; !known {
			n[name] = value
		}
	}
}

func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// envelopes are the fields that other records are packed in: of EventBridge, SNS,
// SQS, CloudWatch Logs and its Insights, lookup-events, CloudTrail Lake,
// Elasticsearch, Docker, journald, Loki and Kafka.
//
//nolint:gochecknoglobals // immutable table
var envelopes = []string{
	"detail", "Message", "message", "Sns", "body", "Body", "CloudTrailEvent", "eventJson", "eventData", "_source", "value", "log", "MESSAGE", "line", "event", "payload", "awslogs", "kinesis", "data",
	"Records", "Events", "events", "logEvents", "Messages", "results", "QueryResultRows", "hits", "log_entries",
}

// lists are those of them that may be of any length: at the top of a file they are
// read one by one.
func isList(name string) bool {
	switch name {
	case "Records", "Events", "events", "logEvents", "Messages", "results", "QueryResultRows", "hits", "log_entries":
		return true
	}
	return false
}

// walk goes through one value and what is packed in it.
type walk struct {
	sink
	found int
	why   string // of the first thing that was not read
}

// record reads one value of JSON.
func (s sink) record(raw []byte, line int64) error {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		s.unread(line, whyDamaged)
		return nil
	}
	w := &walk{sink: s}
	if err := w.value(v, 0); err != nil {
		return err
	}
	if w.why == "" && w.found == 0 {
		w.why = unknown(string(raw))
	}
	if w.why != "" {
		s.unread(line, w.why)
	}
	return nil
}

func (w *walk) give(r Request) error {
	w.found++
	return w.yield(r)
}

func (w *walk) missed(why string) {
	if w.why == "" {
		w.why = why
	}
}

func (w *walk) value(v any, depth int) error {
	if depth > maxEnvelope {
		w.missed(whyTooDeep)
		return nil
	}
	switch v := v.(type) {
	case map[string]any:
		return w.object(v, depth)
	case []any:
		for _, one := range v {
			if err := w.value(one, depth+1); err != nil {
				return err
			}
		}
	case string:
		return w.text(v, depth)
	}
	return nil
}

// object reads a record, or what is packed in an envelope.
func (w *walk) object(o map[string]any, depth int) error {
	n := flatten(o)
	switch api, _ := o["api"].(map[string]any); {
	case o["eventTime"] != nil && (o["api"] == nil):
		return w.judge(n.trail(said(o)))
	case api != nil && o["time"] != nil:
		return w.judge(n.audit(said(o)))
	case o["digestStartTime"] != nil:
		w.missed(whyDigest)
		return nil
	case o["s3ObjectKey"] != nil && o["s3Bucket"] != nil:
		w.missed(whyPointer)
		return nil
	case strings.HasPrefix(n["detailtype"], "Object "):
		w.missed(whyEvent)
		return nil
	}
	before := w.found
	if err := w.unpack(o, depth); err != nil || w.found > before {
		return err
	}
	r, why := n.request(jsonFormat(n))
	if why == "" && r.Format == "" {
		return nil
	}
	w.why = ""
	return w.judge(r, why)
}

func (w *walk) unpack(o map[string]any, depth int) error {
	for _, name := range envelopes {
		if v, ok := o[name]; ok {
			if err := w.value(v, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walk) judge(r Request, why string) error {
	if why != "" {
		w.missed(why)
		return nil
	}
	return w.give(r)
}

// jsonFormat is what the names of a record give away.
func jsonFormat(n named) string {
	switch {
	case n["transid"] != "":
		return "Ceph's ops log"
	case n["callstatsrx"] != "" || n["callstatsduration"] != "" || n["reqinfopath"] != "":
		return "mc admin trace"
	case n["downstreamstatus"] != "":
		return "Traefik"
	case strings.HasPrefix(n["logger"], "http.log.access") || n["msg"] == "handled request":
		return "Caddy"
	}
	return "JSON access log"
}

// said is a record without what its sender writes freely: another link in the name
// of a client would be taken for a use of that.
func said(o map[string]any) string {
	kept := map[string]any{}
	for name, v := range o {
		switch name {
		case "userAgent", "requestHeader", "responseHeader", "api", "responseElements", "errorMessage":
		default:
			kept[name] = v
		}
	}
	raw, _ := json.Marshal(kept) // it was JSON
	return string(raw)
}

// text reads a string: a record in JSON, packed or not, or lines of a log.
func (w *walk) text(text string, depth int) error {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return nil
	case text[0] == '{' || text[0] == '[':
		var v any
		if json.Unmarshal([]byte(text), &v) == nil {
			return w.value(v, depth+1)
		}
	case strings.HasPrefix(text, "H4sI"): // gzip, in base64
		if unpacked := unzipped(text); unpacked != "" {
			return w.text(unpacked, depth+1)
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		r, why := parseLine(line)
		switch {
		case why != "":
			w.missed(why)
		case r.Format != "":
			if err := w.give(r); err != nil {
				return err
			}
		}
	}
	return nil
}

func unzipped(text string) string {
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return ""
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return ""
	}
	raw, err := io.ReadAll(io.LimitReader(z, 4*maxRecord))
	if err != nil {
		return ""
	}
	return string(raw)
}
