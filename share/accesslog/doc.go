// Package accesslog reads the access logs of S3 servers and of what stands in
// front of them into requests: when, from where, of which link, with what outcome.
//
// A log may be lines (S3 server access logs, versitygw, nginx, Apache, Traefik,
// HAProxy, load balancers, Ceph, mc admin trace -v), records of JSON (CloudTrail,
// MinIO audit, mc admin trace --json, Ceph's ops log, Caddy, nginx), in whatever
// envelopes they come (EventBridge, SNS, SQS, CloudWatch Logs, lookup-events,
// Docker), or a table with named columns (Athena's CSV, CloudFront's standard logs).
// They are told apart by what they say, line by line: nobody has to name a format,
// and a file may hold several.
//
// Everything is hostile: whoever sends a request writes into the log. Memory does
// not grow with a log, each line or record is bounded, and what is not read is told
// with its line and the reason.
package accesslog
