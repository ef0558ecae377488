package accesslog

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260304%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260304T120000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	get   = "GET /acme/a%20b.pdf?" + query + " HTTP/1.1"
	s3    = `0owner acme [04/Mar/2026:12:00:05 +0000] 203.0.113.9 - 3E57427F3EXAMPLE REST.GET.OBJECT a%2520b.pdf "` + get + `" 200 - 12 12 17 16 "-" "curl/8" - hostid= SigV4 ECDHE-RSA-AES128-GCM-SHA256 QueryString s3.amazonaws.com TLSv1.2 - -`
)

func trailEvent() string {
	return `{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","accessKeyId":"AKIAEXAMPLE"},"eventTime":"2026-03-04T12:00:05Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","sourceIPAddress":"203.0.113.9","userAgent":"[curl/8]","requestParameters":{"X-Amz-Date":"20260304T120000Z","bucketName":"acme","key":"a b.pdf","X-Amz-Expires":"3600"},"additionalEventData":{"AuthenticationMethod":"QueryString"},"requestID":"3E57427F3EXAMPLE","eventID":"0000-1"}`
}

func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func csvLine(cells ...string) string {
	for i, c := range cells {
		cells[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
	}
	return strings.Join(cells, ",") + "\n"
}

type object = map[string]any

// packedEvent is a subscription of CloudWatch Logs as a function gets it.
func packedEvent() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(jsonText(object{"messageType": "DATA_MESSAGE", "logEvents": []any{object{"id": "1", "timestamp": 1, "message": trailEvent()}}})))
	_ = z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func notification(message string) object {
	return object{"Type": "Notification", "MessageId": "m", "TopicArn": "t", "Message": message, "Timestamp": "2026-03-04T12:01:00Z", "SigningCertURL": "https://sns.example/x.pem"}
}

// Each log has one request of one link, from 203.0.113.9 or unsaid, at noon and five
// seconds or as its zone has it.
func TestFormats(t *testing.T) {
	event := trailEvent()
	bus := jsonText(object{"version": "0", "id": "i", "detail-type": "AWS API Call via CloudTrail", "source": "aws.s3", "time": "2026-03-04T12:00:09Z", "detail": json.RawMessage(event)})
	minio := `{"version":"1","time":"2026-03-04T12:00:05.5Z","trigger":"incoming","api":{"name":"GetObject","bucket":"acme","object":"a b.pdf","status":"OK","statusCode":200},"remotehost":"203.0.113.9:4711","requestID":"18A","userAgent":"curl/8","requestQuery":{"X-Amz-Date":"20260304T120000Z"},"requestHeader":{"Referer":"secret"}}`
	for name, c := range map[string]struct {
		log, format, id string
		status          int
	}{
		"S3":                        {s3, "S3 access log", "3E57427F3EXAMPLE", 200},
		"S3 of early years":         {strings.Split(s3, " hostid=")[0], "S3 access log", "3E57427F3EXAMPLE", 200},
		"S3 with a quote in it":     {strings.Replace(s3, `"curl/8"`, `"cu"rl"`, 1), "S3 access log", "3E57427F3EXAMPLE", 200},
		"S3 paid by the requester":  {strings.Replace(s3, " - 3E", " arn:aws:sts::123456789012:assumed-role/r/s 3E", 1), "S3 access log", "3E57427F3EXAMPLE", 200},
		"CloudTrail file":           {`{"Records":[` + event + `]}`, "CloudTrail", "3E57427F3EXAMPLE", 200},
		"CloudTrail event":          {event, "CloudTrail", "3E57427F3EXAMPLE", 200},
		"CloudTrail list":           {"[" + event + "]", "CloudTrail", "3E57427F3EXAMPLE", 200},
		"EventBridge":               {bus, "CloudTrail", "3E57427F3EXAMPLE", 200},
		"SNS":                       {jsonText(notification(bus)), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"SNS to a function":         {jsonText(object{"Records": []any{object{"EventSource": "aws:sns", "Sns": notification(event)}}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"SNS in SQS":                {jsonText(object{"Messages": []any{object{"MessageId": "m", "Body": jsonText(notification(bus))}}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"SQS to a function":         {jsonText(object{"Records": []any{object{"eventSource": "aws:sqs", "body": event}}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"CloudWatch, filtered":      {jsonText(object{"events": []any{object{"timestamp": 1, "message": event}}, "searchedLogStreams": []any{}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"CloudWatch, exported":      {"2026-03-04T12:01:00.000Z " + event, "CloudTrail", "3E57427F3EXAMPLE", 200},
		"CloudWatch, subscribed":    {jsonText(object{"awslogs": object{"data": packedEvent()}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"CloudWatch Insights":       {jsonText(object{"results": []any{[]any{object{"field": "@message", "value": event}}}, "statistics": object{}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"lookup-events":             {jsonText(object{"Events": []any{object{"EventId": "e", "EventName": "GetObject", "CloudTrailEvent": event}}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"Elasticsearch":             {jsonText(object{"took": 1, "hits": object{"total": 1, "hits": []any{object{"_index": "i", "_source": json.RawMessage(event)}}}}), "CloudTrail", "3E57427F3EXAMPLE", 200},
		"Athena, CloudTrail":        {csvLine("eventversion", "useridentity", "eventtime", "eventsource", "eventname", "sourceipaddress", "useragent", "errorcode", "requestparameters", "requestid", "eventid") + csvLine("1.11", "{type=IAMUser, accesskeyid=AKIAEXAMPLEEXAMPLE, x=y}", "2026-03-04T12:00:05Z", "s3.amazonaws.com", "GetObject", "203.0.113.9", "curl/8", "", `{"bucketName":"acme","key":"a b.pdf","X-Amz-Date":"20260304T120000Z"}`, "3E57427F3EXAMPLE", "0000-1"), "CloudTrail as CSV", "3E57427F3EXAMPLE", 200},
		"Athena, S3":                {csvLine("bucketowner", "bucket_name", "requestdatetime", "remoteip", "requester", "requestid", "operation", "key", "request_uri", "httpstatus") + csvLine("o", "acme", "04/Mar/2026:12:00:05 +0000", "203.0.113.9", "-", "3E57427F3EXAMPLE", "REST.GET.OBJECT", "a", get, "200"), "S3 access log as CSV", "3E57427F3EXAMPLE", 200},
		"MinIO audit":               {minio, "MinIO audit", "18A", 200},
		"MinIO audit, by Kafka":     {minio + "\n", "MinIO audit", "18A", 200},
		"mc admin trace --json":     {`{"status":"success","host":"h:9000","time":"2026-03-04T12:00:05Z","client":"203.0.113.9","callStats":{"rx":58},"api":"s3.GetObject","path":"/acme/a b.pdf","query":"` + query + `","statusCode":206,"statusMsg":"Partial Content"}`, "mc admin trace", "", 206},
		"mc admin trace --json -v":  {`{"type":"S3","host":"h:9000","api":"s3.GetObject","time":"2026-03-04T12:00:05Z","path":"/acme/a b.pdf","request":{"method":"GET","path":"/acme/a b.pdf","rawQuery":"` + query + `","headers":{"User-Agent":"curl/8"}},"response":{"headers":{"X-Amz-Request-Id":"18B"},"statusCode":200},"callStats":{"rx":58}}`, "mc admin trace", "18B", 200},
		"versitygw":                 {"log starts 2026-03-04 12:00:00 +0000 UTC\nowner acme [04/March/2026:12:00:05 +0000] 203.0.113.9 user 92EA s3_GetObject a b.pdf /acme/a%20b.pdf?" + query + " 200 - 12 12 1 1 - Mozilla/5.0 (X11; Linux) - - SigV4 - AuthHeader s3.us-east-1.amazonaws.com - arn:aws:s3:::/acme/a b.pdf Yes", "versitygw", "92EA", 200},
		"nginx combined":            {`203.0.113.9 - - [04/Mar/2026:12:00:05 +0000] "` + get + `" 200 12 "-" "curl/8"`, "nginx or Apache", "", 200},
		"Apache common":             {`203.0.113.9 - frank [04/Mar/2026:13:00:05 +0100] "` + get + `" 200 12`, "nginx or Apache", "", 200},
		"Apache with a host":        {`files.example:443 203.0.113.9 - - [04/Mar/2026:12:00:05 +0000] "` + get + `" 403 12 "-" "curl/8"`, "nginx or Apache", "", 403},
		"nginx in syslog":           {`Mar  4 12:00:05 web nginx: 203.0.113.9 - - [04/Mar/2026:12:00:05 +0000] "` + get + `" 200 12 "-" "curl/8"`, "nginx or Apache", "", 200},
		"nginx JSON":                {`{"time_iso8601":"2026-03-04T12:00:05+00:00","remote_addr":"203.0.113.9","request_method":"GET","request_uri":"/acme/a%20b.pdf?` + query + `","status":"200","http_user_agent":"curl/8"}`, "JSON access log", "", 200},
		"nginx JSON, in parts":      {`{"msec":"1772625605.000","remote_addr":"203.0.113.9","method":"GET","uri":"/acme/a b.pdf","args":"` + query + `","status":200,"request_id":"r1"}`, "JSON access log", "r1", 200},
		"nginx in Docker":           {jsonText(object{"log": `203.0.113.9 - - [04/Mar/2026:12:00:05 +0000] "` + get + "\" 200 12 \"-\" \"curl/8\"\n", "stream": "stdout", "time": "2026-03-04T12:00:06Z"}), "nginx or Apache", "", 200},
		"Caddy":                     {`{"level":"info","ts":1772625605.5,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"203.0.113.9","remote_port":"4711","client_ip":"203.0.113.9","proto":"HTTP/2.0","method":"GET","host":"files.example","uri":"/acme/a%20b.pdf?` + query + `","headers":{"User-Agent":["curl/8"]}},"duration":0.01,"size":12,"status":200,"resp_headers":{"X-Amz-Request-Id":["18C"]}}`, "Caddy", "18C", 200},
		"Traefik JSON":              {`{"ClientAddr":"203.0.113.9:4711","ClientHost":"203.0.113.9","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/acme/a%20b.pdf?` + query + `","StartUTC":"2026-03-04T12:00:05.1Z","level":"info","msg":"","time":"2026-03-04T12:00:06Z"}`, "Traefik", "", 200},
		"Traefik":                   {`203.0.113.9 - - [04/Mar/2026:12:00:05 +0000] "` + get + `" 200 12 "-" "-" 1 "web@docker" "http://172.17.0.2:9000" 12ms`, "Traefik", "", 200},
		"HAProxy":                   {`Mar  4 12:00:05 lb haproxy[14389]: 203.0.113.9:33317 [` + inZone("02/Jan/2006:15:04:05.000") + `] in srv/s1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {a b} {} "` + get + `"`, "HAProxy", "", 200},
		"Envoy":                     {`[2026-03-04T12:00:05.310Z] "` + get + `" 200 - 154 0 226 100 "203.0.113.9" "curl/8" "123e4567-e89b-12d3-a456-426614174000" "files.example" "10.0.2.1:80"`, "Envoy", "123e4567-e89b-12d3-a456-426614174000", 200},
		"balancer":                  {`https 2026-03-04T12:00:05.186641Z app/lb/50 203.0.113.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://files.example:443/acme/a%20b.pdf?` + query + ` HTTP/1.1" "curl/8" ECDHE TLSv1.2 arn:aws:tg "Root=1-58337281-1d" "files.example" "arn" 1`, "AWS load balancer", "Root=1-58337281-1d", 200},
		"Ceph's ops log":            {`{"bucket":"acme","object":"a b.pdf","time":"2026-03-04T12:00:05.704525Z","time_local":"x","remote_addr":"203.0.113.9","user":"u","operation":"get_obj","uri":"` + get + `","http_status":"200","error_code":"","user_agent":"curl/8","trans_id":"tx01-default"}`, "Ceph's ops log", "tx01-default", 200},
		"Ceph's own log":            {`2026-03-04T12:00:06.000+0000 7f 1 beast: 0x7f: 203.0.113.9 - u [04/Mar/2026:12:00:05.704 +0000] "` + get + `" 200 12 - "curl/8" - latency=0.0s`, "Ceph", "", 200},
		"CloudFront":                {"#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id\n2026-03-04\t12:00:05\tFRA\t12\t203.0.113.9\tGET\td.example\t/acme/a%2520b.pdf\t200\t-\tcurl/8\t" + query + "\t-\tMiss\tSOX4x==", "CloudFront or W3C", "SOX4x==", 200},
		"Google's usage log":        {csvLine("time_micros", "c_ip", "c_ip_type", "cs_method", "cs_uri", "sc_status", "s_request_id") + csvLine("1772625605000000", "203.0.113.9", "1", "GET", "/acme/a%20b.pdf?"+query, "200", "AE"), "CSV", "", 200},
		"a server that nobody knew": {`{"@timestamp":"2026-03-04T12:00:05Z","client":{"ip":"203.0.113.9"},"http":{"request":{"method":"GET"},"response":{"status_code":200}},"url":{"original":"/acme/a%20b.pdf?` + query + `"},"user_agent":{"original":"curl/8"}}`, "JSON access log", "", 200},
		"mc admin trace":            {inZone("2006-01-02T15:04:05.000") + " [200 OK] s3.GetObject 203.0.113.9:9000/acme/a%20b.pdf?" + query + " 203.0.113.9   1ms  ↑ 93 B ↓ 12 B", "mc admin trace", "", 200},
		"mc admin trace -v":         {"h:9000 [REQUEST s3.GetObject] [" + inZone("2006-01-02T15:04:05.000") + "] [Client IP: 203.0.113.9]\nh:9000 GET /acme/a%20b.pdf?" + query + "\nh:9000 Proto: HTTP/1.1\nh:9000 User-Agent: curl/8\nh:9000 X-Amz-Request-Id: forged\nh:9000 [RESPONSE] [x] [ Duration 1ms ]\nh:9000 200 OK\nh:9000 X-Amz-Request-Id: 18D\nh:9000 <BLOB>\n", "mc admin trace -v", "18D", 200},
	} {
		t.Run(name, func(t *testing.T) {
			var got []Request
			err := Read(strings.NewReader(c.log+"\n"), func(r Request) error { got = append(got, r); return nil }, func(line int64, why string) { t.Errorf("line %d: %s", line, why) })
			if err != nil || len(got) != 1 {
				t.Fatalf("%d requests, %v", len(got), err)
			}
			r := got[0]
			if r.Format != c.format || r.ID != c.id || r.Status != c.status || !r.Query || !strings.Contains(r.Text, "20260304T120000Z") {
				t.Errorf("%+v", r)
			}
			if want := time.Date(2026, 3, 4, 12, 0, 5, 0, time.UTC); !r.At.Truncate(time.Second).Equal(want) {
				t.Errorf("at %v", r.At)
			}
			if r.From != "203.0.113.9" && name != "mc admin trace --json -v" {
				t.Errorf("from %q", r.From)
			}
			if strings.Contains(r.Text, "secret") || r.Agent == "-" {
				t.Errorf("text %q, agent %q", r.Text, r.Agent)
			}
		})
	}
}

// inZone writes noon and five seconds as a log without a zone has it.
func inZone(layout string) string {
	return time.Date(2026, 3, 4, 12, 0, 5, 0, time.UTC).In(time.Local).Format(layout)
}

// What is not read is said with its line and the reason.
func TestReasons(t *testing.T) {
	for name, c := range map[string]struct {
		log, why string
		line     int64
	}{
		"prose":                  {s3 + "\nhello world\n", whyNoLog, 2},
		"prose with a link":      {"see https://b.s3.amazonaws.com/k?" + query, whyMarked, 1},
		"JSON of something else": {s3 + "\n" + `{"a":1}`, whyNoLog, 2},
		"records":                {"{\"Records\":[\n" + trailEvent() + ",\n{\"a\":1}\n]}", whyNoLog, 3},
		"lines of JSON":          {trailEvent() + "\n\n{\"a\":1}\n", whyNoLog, 3},
		"an event of a bucket":   {`{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"2026-03-04T12:00:05Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"acme"},"object":{"key":"k"}}}]}`, whyEvent, 1},
		"an event of a bus":      {`{"detail-type":"Object Created","source":"aws.s3","time":"2026-03-04T12:00:05Z","detail":{"bucket":{"name":"acme"},"object":{"key":"k"},"request-id":"R"}}`, whyEvent, 1},
		"where a file is":        {jsonText(notification(`{"s3Bucket":"logs","s3ObjectKey":["AWSLogs/1.json.gz"]}`)), whyPointer, 1},
		"a digest":               {`{"awsAccountId":"1","digestStartTime":"2026-03-04T12:00:05Z","digestEndTime":"2026-03-04T13:00:05Z"}`, whyDigest, 1},
		"Garage":                 {"2026-03-04T12:00:05.657651Z  INFO garage_api::generic_server: 203.0.113.9 GET /acme/k?" + query + "\n2026-03-04T12:00:05.7Z INFO garage_api::generic_server: Response: error 400 Bad Request", whyOutcome, 1},
		"no status":              {`{"time":"2026-03-04T12:00:05Z","method":"GET","uri":"/acme/k?` + query + `"}`, whyOutcome, 1},
		"no time":                {`203.0.113.9 "` + get + `" 200`, whyNoTime, 1},
		"a long line":            {s3 + "\n" + strings.Repeat("x", 3*maxLine), whyLong, 2},
		"a CSV with a bad row":   {csvLine("eventtime", "requestid", "sourceipaddress", "requestparameters") + csvLine("x"), whyNoLog, 2},
	} {
		t.Run(name, func(t *testing.T) {
			var whys []string
			err := Read(strings.NewReader(c.log), func(Request) error { return nil }, func(line int64, why string) { whys = append(whys, fmt.Sprintf("%d %s", line, why)) })
			if want := fmt.Sprintf("%d %s", c.line, c.why); err != nil || len(whys) != 1 || whys[0] != want {
				t.Errorf("%q, %v; want %q", whys, err, want)
			}
		})
	}
	for name, log := range map[string]string{"a zip file": "PK\x03\x04xxxx", "packed by zstd": "\x28\xb5\x2f\xfdxxxx", "a Parquet file": "PAR1xxxx"} {
		if err := Read(strings.NewReader(log), nil, nil); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What was not done is no use: refusals, redirects, and what a browser asks before
// it sends a request.
func TestGranted(t *testing.T) {
	for _, c := range []struct {
		method string
		status int
		want   bool
	}{{"GET", 200, true}, {"GET", 206, true}, {"HEAD", 200, true}, {"GET", 304, true}, {"GET", 403, false}, {"GET", 301, false}, {"GET", 307, false}, {"OPTIONS", 200, false}, {"GET", 503, false}} {
		if got := (Request{Method: c.method, Status: c.status}).Granted(); got != c.want {
			t.Errorf("%s %d: %v", c.method, c.status, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(s3)
	f.Add(trailEvent())
	f.Add(`{"Records":[` + trailEvent() + `,{]}`)
	f.Add("h [REQUEST s3.x] [2026]\nh GET /a?b\nh [RESPONSE]\nh 200 OK\n")
	f.Add("#Fields: date time cs-uri-stem\n1 2 3")
	f.Fuzz(func(t *testing.T, text string) {
		_ = Read(strings.NewReader(text), func(r Request) error {
			if r.Format == "" || !writable(r.At) {
				t.Errorf("%+v", r)
			}
			return nil
		}, func(line int64, why string) {
			if line < 1 || line > int64(strings.Count(text, "\n"))+1 || why == "" {
				t.Errorf("line %d: %q", line, why)
			}
		})
	})
}
