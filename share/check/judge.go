package check

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"signet/share"
	"signet/share/address"
	"signet/share/finding"
	"signet/share/refusal"
	"signet/share/say"
)

// maxSkew is how far two clocks may differ before S3 refuses
// (RequestTimeTooSkewed).
const maxSkew = 15 * time.Minute

// Judge says what the facts mean for a link. It is pure. The link need not be
// signed yet: its request, terms and endpoint are enough; what needs the URL is
// then left out. Times are written in the zone of now.
func Judge(link share.Link, facts Facts, now time.Time) []say.Remark {
	j := judge{link: link, facts: facts, now: now}
	if facts.Looked {
		j.object()
		j.clock()
		j.region()
	}
	j.lifetime()
	j.address()
	return j.out
}

type judge struct {
	link  share.Link
	facts Facts
	now   time.Time
	out   []say.Remark
}

func (j *judge) add(level say.Level, code, text, next string) {
	j.out = append(j.out, say.Remark{Code: code, Level: level, Text: text, Next: next})
}

// object judges whether it is there, and whether a stranger can read it.
func (j *judge) object() {
	f, info := j.facts, j.link.Request.Operation.Info()
	switch {
	case !f.Found():
		j.absent()
		return
	case info.Stores:
		j.overwrites()
		return
	}
	j.add(say.Good, "exists", "the object is there: "+describe(f), "")
	if !info.Writes {
		j.readable()
	}
}

// short is what a server says in a length that a sentence can hold.
func short(text string) string {
	const most = 100 // bytes
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

func describe(f Facts) string {
	parts := []string{say.Bytes(f.Size)}
	if f.ContentType != "" {
		parts = append(parts, short(f.ContentType))
	}
	if f.StorageClass != "" && f.StorageClass != "STANDARD" {
		parts = append(parts, short(f.StorageClass))
	}
	if archived(f) && !f.RestoredUntil.IsZero() {
		parts = append(parts, "restored until "+say.DatedMoment(f.RestoredUntil))
	}
	if f.SSE != "" {
		parts = append(parts, "encrypted ("+short(f.SSE)+")")
	}
	if f.VersionID != "" {
		parts = append(parts, "version "+short(f.VersionID))
	}
	return strings.Join(parts, ", ")
}

// absent explains why a HEAD failed, in the light of what the link is for.
func (j *judge) absent() {
	f, info := j.facts, j.link.Request.Operation.Info()
	action := j.link.Request.Action()
	switch {
	case f.Status == http.StatusNotFound && info.Stores:
		j.add(say.Good, "free", "nothing is stored under this key yet", "")
	case f.DeleteMarker:
		j.deleted()
	case f.Status == http.StatusNotFound && info.Destroys:
		j.add(say.Warning, "missing", "there is no such object; the link would delete nothing", "check bucket and key")
	case f.Status == http.StatusNotFound:
		j.out = append(j.out, Missing())
	case f.Status == http.StatusForbidden && info.Writes:
		j.add(say.Info, "unseen", "these credentials may not look at the object; whether they may "+verb(info)+" shows only when the link is used (needs "+action+")", "")
	case f.Status == http.StatusForbidden && j.keyed(): // MinIO's answer to another key
		j.add(say.Bad, "own-key", "these credentials may not read the object, or it was stored with another key (SSE-C)"+because(f), "give the key that it was stored with; the signer needs "+action)
	case f.Status == http.StatusForbidden && f.Front:
		j.add(say.Warning, "unseen", "these credentials may not read the object, so that nothing is known of it; the distribution reads it in its own name"+because(f), "try the link itself; the policy of the bucket must allow the distribution "+action)
	case f.Status == http.StatusForbidden && f.Other:
		j.add(say.Warning, "unseen", "these credentials may not read the object, so that nothing is known of it; the link is signed by others, which may"+because(f), "try the link itself; its signer needs "+action)
	case f.Status == http.StatusForbidden && f.Code != "" && because(f) != "": // no right is known to be missing
		j.add(say.Bad, "denied", "looking at the object was refused, so a link signed with these credentials is refused too"+because(f)+": "+refusal.ExplainOwn(refusal.Answer{Status: f.Status, Code: f.Code}).Sentence, f.Next)
	case f.Status == http.StatusForbidden:
		j.add(say.Bad, "denied", "these credentials may not read the object, or it is not there: which of the two is not known; a link signed with them is refused too"+because(f), "the signer needs "+action+"; without s3:ListBucket a missing object looks the same")
	case f.Status == http.StatusMovedPermanently || f.Code == "PermanentRedirect" || f.Code == "AuthorizationHeaderMalformed":
		j.add(say.Bad, "region", "the bucket is in another region"+in(f.Region), "set the place's region, and sign again")
	case f.Status == http.StatusBadRequest && info.Stores:
		j.add(say.Info, "unseen", "whether something is stored under this key, which an upload would replace, is not known: the server refuses to say (400)", "")
	case f.Status == http.StatusBadRequest && j.keyed():
		j.add(say.Bad, "own-key", "the server refuses to say anything of the object with this key (400): most likely it is encrypted with another one, or with none of its owner's (SSE-C)", "give the key that it was stored with, or leave it out")
	case f.Status == http.StatusBadRequest && (f.Code == "" || f.Code == "BadRequest"): // an answer to HEAD has no body
		j.add(say.Warning, "sse-c", "the server refuses to say anything of the object (400); most likely it is encrypted with a key of its owner (SSE-C), which no link carries, or else the region is wrong", "give the key with the link (own key, or --sse-c-key-file), which the recipient needs too; or share a copy without SSE-C")
	case f.Status != 0:
		w := refusal.ExplainOwn(refusal.Answer{Status: f.Status, Code: f.Code})
		j.add(say.Warning, "look-refused", say.Line("looking at the object was refused: "+w.Sentence, f.Said), cmp.Or(f.Next, w.Next))
	default:
		j.add(say.Warning, "look-failed", "nobody could look at the object: "+f.Problem, f.Next)
	}
}

// deleted says which version a delete marker hides, and how it is shared.
func (j *judge) deleted() {
	old := j.facts.Older
	version := short(old.ID) + " of " + say.Moment(old.Modified, j.now) + ", " + say.Bytes(old.Size)
	switch {
	case old.ID != "" && j.link.Request.Target.VersionID == old.ID:
		j.add(say.Good, "older", "the link is to an older version, "+version+"; a delete marker hides it from whoever names no version", "")
	case old.ID != "":
		j.add(say.Bad, "delete-marker", "the object was deleted: a delete marker hides its versions, the newest of which is "+version, "share that version (--version-id "+short(old.ID)+", or \"pin version\" in the form; the signer needs s3:GetObjectVersion), or remove the marker")
	case old.Problem != "":
		j.add(say.Bad, "delete-marker", "the object was deleted: a delete marker hides its older versions; which there are is not known: "+old.Problem, "share an older version, or remove the marker")
	default:
		j.add(say.Bad, "delete-marker", "the object was deleted: a delete marker hides its older versions", "share an older version, or remove the marker")
	}
}

// keyed reports a link that was made with the key of its object.
func (j *judge) keyed() bool { return j.link.Request.Options.CustomerKeyMD5 != "" }

// NeedsKey reports that an object can only be read with a key of its owner (SSE-C), as
// far as its server tells: no link opens without it.
func NeedsKey(found []say.Remark) bool {
	return slices.ContainsFunc(found, func(f say.Remark) bool { return f.Code == "sse-c" })
}

func verb(info share.OperationInfo) string {
	if info.Destroys {
		return "delete it"
	}
	return "store it"
}

// after is a text behind its beginning; nothing for no text.
func after(begin, text string) string {
	if text == "" {
		return ""
	}
	return begin + text
}

func because(f Facts) string {
	if f.Code == "" || f.Code == "AccessDenied" || f.Code == "Forbidden" {
		return after("; ", f.Said)
	}
	return " (" + f.Code + after("; ", f.Said) + ")"
}

func in(region string) string {
	if region == "" {
		return ""
	}
	return ": " + region
}

// overwrites says what an upload meets.
func (j *judge) overwrites() {
	switch {
	case j.link.Request.Options.KeyPrefix:
	case j.link.Request.Options.IfNoneMatch:
		j.add(say.Bad, "exists", "something is stored under this key already, and the link refuses to replace it", "choose another key")
	default:
		next := "choose another key"
		if !j.link.Request.Operation.Info().Policy { // a policy cannot demand it
			next += ", or demand that none exists yet"
		}
		j.add(say.Warning, "overwrites", "something is stored under this key already ("+describe(j.facts)+"); an upload replaces it", next)
	}
}

// readable judges what stands between a stranger and the content.
func (j *judge) readable() {
	f := j.facts
	if j.link.Request.Operation.Info().Reads { // what is known of an archived object is at hand
		j.archive()
	}
	switch {
	case f.SSEC && j.keyed():
		j.add(say.Info, "own-key", "encrypted with a key of its owner (SSE-C), which is right; the recipient needs it too", "")
	case j.keyed():
		j.add(say.Warning, "own-key", "the object is not known to be encrypted with a key of its owner (SSE-C), and the link demands one: it may be refused", "leave the key out")
	case f.SSEC && f.Front:
		j.add(say.Bad, "sse-c", "the object is encrypted with a key of its owner (SSE-C), which no distribution has", "share a copy without SSE-C")
	case f.SSEC:
		j.add(say.Bad, "sse-c", "the object is encrypted with a key of its owner (SSE-C), which no link carries, or else the region is wrong", "give the key with the link (own key, or --sse-c-key-file), which the recipient needs too; or share a copy without SSE-C")
	}
	if strings.HasPrefix(f.SSE, "aws:kms") {
		reader := "the signer"
		if f.Front {
			reader = "the distribution"
		}
		j.add(say.Info, "kms", "encrypted with a KMS key; "+reader+" needs kms:Decrypt besides "+j.link.Request.Action(), "")
	}
	if f.Size == 0 && j.link.Request.Operation.Info().Reads {
		j.add(say.Warning, "empty", "the object is empty: 0 bytes", "")
	}
	j.inline()
}

// archive judges an object that is, or may be, in an archive.
func (j *judge) archive() {
	f, t := j.facts, j.link.Terms
	switch {
	case mayBeArchived(f):
		j.add(say.Warning, "archived", "the object is of the class "+class(f)+", which at some stores has to be restored before it can be read", "try the link itself, and restore the object first if it is refused")
	case !archived(f):
	case f.Restoring:
		j.add(say.Bad, "archived", "the object is archived ("+class(f)+"); a restore is under way", "share it when the restore is done, after minutes to 48 hours")
	case f.RestoredUntil.IsZero():
		j.add(say.Bad, "archived", "the object is archived ("+class(f)+") and cannot be read", "restore it first: aws s3api restore-object"+restoreHow(f))
	case !f.RestoredUntil.After(j.now):
		j.add(say.Bad, "archived", "the object is archived ("+class(f)+"), and its restored copy has been gone since "+say.Moment(f.RestoredUntil, j.now), "restore it again: aws s3api restore-object")
	case !t.Ends.IsZero() && !f.RestoredUntil.After(t.Starts):
		j.add(say.Bad, "restored", "the object is archived, and its restored copy is gone "+say.Moment(f.RestoredUntil, j.now)+", before the link opens", "restore it for longer")
	case f.RestoredUntil.Before(t.Ends):
		j.add(say.Warning, "restored", "the object is archived, and its restored copy is gone "+say.Moment(f.RestoredUntil, j.now)+", before the link ends", "restore it for longer, or let the link end then")
	}
}

// restoreHow is what restoring takes: Intelligent-Tiering moves the object back for
// good, the others make a copy that lives for days.
func restoreHow(f Facts) string {
	if f.ArchiveStatus != "" {
		return " --restore-request '{}'"
	}
	return ""
}

// mayBeArchived reports classes that other stores than AWS call so. What Google
// calls ARCHIVE is read at once.
func mayBeArchived(f Facts) bool {
	class := strings.ToUpper(f.StorageClass)
	if archived(f) || !strings.Contains(class, "ARCHIVE") && !strings.Contains(class, "COLD") {
		return false
	}
	u, err := url.Parse(f.Server)
	return err != nil || address.Read(u.Scheme, u.Host, u.Path).Store != "Google Cloud Storage"
}

func class(f Facts) string {
	if f.ArchiveStatus != "" {
		return short(f.StorageClass) + ", " + short(f.ArchiveStatus)
	}
	return short(f.StorageClass)
}

// archived reports classes that must be restored before they can be read.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
func archived(f Facts) bool {
	class := strings.ToUpper(f.StorageClass)
	return share.ArchivedClass(class) || f.ArchiveStatus != ""
}

// inline warns of documents whose scripts a browser runs when it shows them.
func (j *judge) inline() {
	o := j.link.Request.Options
	kind := o.ContentType
	kind = cmp.Or(kind, j.facts.ContentType)
	kind, _, _ = strings.Cut(strings.ToLower(kind), ";")
	switch strings.TrimSpace(kind) {
	case "text/html", "application/xhtml+xml", "image/svg+xml":
	default:
		return
	}
	saved := o.Filename != "" || strings.HasPrefix(strings.ToLower(j.facts.ContentDisposition), "attachment")
	if j.link.Request.Operation.Info().Reads && (o.Inline || !saved) {
		j.add(say.Warning, "inline-html", "the browser shows it as a page ("+kind+") and runs its scripts, under the address of the store", "let it be saved instead, under a file name")
	}
}

// apart says how far the clocks are apart.
func apart(skew time.Duration) string {
	way := "behind"
	if skew < 0 {
		way = "ahead of"
	}
	return fmt.Sprintf("the clock of this machine is %s %s the server's", say.Span(skew.Abs()), way)
}

// Clock says what it means for links that the server's clock is so far ahead of this
// machine's, by which they are signed where no server is asked first.
func Clock(skew time.Duration) say.Remark {
	r := say.Remark{Code: "clock", Level: say.Good, Text: apart(skew)}
	switch {
	case skew == 0:
		r.Text = "the clock of this machine is that of the server"
	case skew.Abs() < share.ToldSkew:
	case skew.Abs() < maxSkew:
		r.Level, r.Text, r.Next = say.Warning, r.Text+"; links open and end by the server's", "set the clock of this machine"
	default:
		r.Level, r.Text, r.Next = say.Bad, r.Text+"; servers refuse more than 15 minutes", "set the clock of this machine"
	}
	return r
}

func (j *judge) clock() {
	skew := j.facts.Skew()
	text := apart(skew)
	switch {
	case skew.Abs() < time.Minute:
	case j.link.URL.Empty(): // by which clock it will be signed the plan says, where it matters
		if skew.Abs() < share.ToldSkew {
			j.add(say.Warning, "clock", text, "set the clock of this machine")
		}
	case !address.SameServer(j.facts.Server, j.link.Endpoint.URL):
		j.add(say.Warning, "clock", text+"; the link is for another server", "make sure that the clock of this machine is right")
	case j.link.Request.Skew != 0:
		j.add(say.Warning, "clock", text+"; the link is signed by the server's clock", "set the clock of this machine")
	case skew.Abs() >= maxSkew:
		j.add(say.Bad, "clock", text+"; servers refuse more than 15 minutes", "set the clock of this machine")
	default:
		j.add(say.Warning, "clock", text+"; the link ends by the server's clock", "set the clock of this machine")
	}
}

// region compares the bucket's region with the one that signs, on AWS: other
// stores mostly do not care.
func (j *judge) region() {
	signed := j.link.Endpoint.Region
	if j.link.Endpoint.URL != "" || j.facts.Region == "" || signed == "" || signed == j.facts.Region || !j.facts.Found() {
		return
	}
	j.add(say.Bad, "region", "the bucket is in "+j.facts.Region+", but the link is signed for "+signed, "set the place's region, and sign again")
}

// lifetime judges the link's end against what happens to the object before.
func (j *judge) lifetime() {
	ends := j.link.Terms.Ends
	if ends.IsZero() {
		return
	}
	if !j.now.Before(ends) {
		j.add(say.Bad, "expired", "the link ended "+say.Moment(ends, j.now), "share anew")
	}
	f := j.facts
	if !f.Found() || f.Expires.IsZero() || !f.Expires.Before(ends) {
		return
	}
	rule := ""
	if f.Rule != "" {
		rule = " (" + short(f.Rule) + ")"
	}
	j.add(say.Warning, "lifecycle", "a lifecycle rule"+rule+" removes the object "+say.Moment(f.Expires, j.now)+", before the link ends", "share for a shorter time, or copy the object elsewhere")
}

// address judges host, path and length, as far as they are known.
func (j *judge) address() {
	text := j.link.URL.Reveal()
	text = cmp.Or(text, j.link.Endpoint.URL)
	if u, err := url.Parse(text); err == nil && text != "" {
		j.out = append(j.out, finding.Host(u)...)
	}
	if !j.link.Request.Operation.Info().Policy {
		j.out = append(j.out, finding.Key(j.link.Request.Target.Key)...)
		j.out = append(j.out, finding.Length(j.link.URL.Len())...)
	}
}
