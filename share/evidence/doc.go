// Package evidence makes, of one share of the log, a document that can be handed to
// others: what the log says of it, and the part of the chain that ties it to the log's
// head. Nothing of another share is in it but the headers of its rows, which the chain
// is computed from: number, id, time, kind, the end of the link, and the SHA-256 of a
// body that has a random salt.
//
// No link, signature or token is in it, as none is in the log; the address of the server is.
// It takes some 170 bytes for each row since the share.
//
// # The document
//
// One JSON object in the form of RFC 8785 (names in their order, no white space, strings
// with the fewest escapes), in UTF-8, so that one document has one spelling. Its fields,
// all of which are there:
//
//	before   hash of the row before the first one, in hexadecimal; 64 zeros for the log's first row
//	chain    the rows from the first one of the share to the head, in their order
//	entry    what was recorded when the link was signed, as the log has it
//	events   what happened to it since, oldest first: at, kind, and what is known of each
//	format   "signet evidence 1"
//	head     the log's head when the document was made, NUMBER:HASH
//	id       of the share
//	made     when the document was made, by the clock of that machine, in UTC
//	says     what the document proves and what it does not, in a sentence
//
// A row of the chain, where what is empty or 0 is left out:
//
//	at       its time, in milliseconds since 1970
//	body     of the share's own rows alone: the text that was recorded, to the byte
//	digest   of all others: the SHA-256 of their text, in hexadecimal
//	ends     the end of the link that was signed, in milliseconds since 1970
//	entry    id of the share that the row belongs to
//	form     1 for a row of the first form of the log; else left out
//	hash     of a row of the first form that is another's: its hash, which cannot be computed;
//	         it has form, hash, seq and through alone
//	kind     what happened
//	seq      its number
//	through  with hash: the last row that this one stands for
//
// How a row's hash is computed of these is said at package ledger. entry and events say
// nothing that is not in the rows: they are the bodies without the salt, and Verify holds
// them against each other.
//
// # The signature
//
// It stands in a file beside the document (FILE.sig), made by `ssh-keygen -Y sign` with the
// namespace signet-evidence, and is checked by `ssh-keygen -Y verify`.
// https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
//
// It proves who says so, not that it is true: whoever can write the log can write another
// one. That the log was not written anew since shows where a head was kept elsewhere, from
// any time since: Verify looks for it in the chain.
package evidence
