// Package refusal puts the refusals of S3 and its relatives into plain words.
//
// Parse reads an HTTP answer (S3's error XML, or just status and headers where
// a HEAD request leaves no body) into an Answer, and Explain looks that up in
// one immutable table: what happened, why most likely, what to do next. Parse
// treats the answer as hostile: it reads a bounded part, survives any bytes,
// and never carries away what S3 echoes of a signature, a key id or a token.
//
// The package is a leaf: it knows neither the SDK nor the other packages, so
// browsing, checking a link and inspecting one all speak with one voice.
package refusal
