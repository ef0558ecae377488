package refusal

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"signet/share/address"
	"signet/share/say"
)

// row is one line of the table. The first row that fits an answer explains it.
type row struct {
	codes  string  // S3 error codes, separated by spaces; "KMS.*" fits a family; empty: no code
	status int     // 0: any
	says   string  // a part of the message or the condition in lower case; empty: any
	or     []alike // other answers that mean the same
	kind   Kind
	at     Front // whether CloudFront refused, or what is behind it; NoFront: whoever

	sentence, cause, next string

	// detail adds what this very answer says, after a colon; nil or an empty
	// result adds nothing.
	detail func(Answer) string
}

// alike is an answer with the same words: its codes, and a part of its message.
type alike struct{ codes, says string }

// Explain finds the words for a refusal. They hold nothing of the answer but
// codes, sizes, times and names that were checked by Parse, save for Said, which
// repeats the server's message, cleaned. An answer that is no refusal (status below
// 300 without a code) has no words.
func Explain(a Answer) Words {
	w := ours(a)
	if a.Pause >= 2*time.Second && (w.Kind == Busy || w.Kind == Broken) {
		w.Next = "try again in " + say.Span(a.Pause)
	}
	w.Said = said(a, w.Sentence)
	return w
}

// said are the server's own words for a person, with its code where ours lack it.
func said(a Answer, sentence string) string {
	message := strings.TrimRight(a.Message, ". ")
	switch {
	case a.Foreign && message != "":
		return "the page is called " + strconv.Quote(message)
	case a.Foreign || a.Code == "" && message == "":
		return ""
	case message == "" && strings.Contains(sentence, a.Code):
		return ""
	case message == "":
		return serverSays + a.Code
	case a.Code == "" || strings.Contains(sentence, a.Code) || letters(message) == letters(a.Code):
		return serverSays + message
	}
	return serverSays + message + " (" + a.Code + ")"
}

// ours are the words of the table.
func ours(a Answer) Words {
	if a.Code == "" && a.Status != 0 && a.Status < http.StatusMultipleChoices {
		return Words{}
	}
	if a.Redirects() {
		return movedWords(a)
	}
	if a.Foreign && a.Front == AtFront {
		return frontPage()
	}
	if a.Foreign && !a.gateway() {
		return foreignWords()
	}
	message := strings.ToLower(a.Message + " " + a.Condition)
	if w, ok := uncoded(a, message); ok {
		return w
	}
	for _, rows := range inOrder() {
		for i := range rows {
			if rows[i].fits(a, message) {
				return rows[i].words(a)
			}
		}
	}
	return unknown(a)
}

// uncoded finds the cause that the sentence of a server without codes tells: S3 calls
// all that it answers with 403 so.
func uncoded(a Answer, message string) (Words, bool) {
	if a.Code != "" || a.Message == "" || a.Status != http.StatusForbidden {
		return Words{}, false
	}
	a.Code = "AccessDenied"
	for i := range access {
		if access[i].says != "" && access[i].fits(a, message) {
			return access[i].words(a), true
		}
	}
	return Words{}, false
}

func (r *row) fits(a Answer, message string) bool {
	fits := func(s alike) bool { return named(s.codes, a.Code) && strings.Contains(message, s.says) }
	return (r.status == 0 || r.status == a.Status) && (r.at == NoFront || r.at == a.Front) && (fits(alike{r.codes, r.says}) || slices.ContainsFunc(r.or, fits))
}

// named reports whether code is one of the codes of a row.
func named(codes, code string) bool {
	if codes == "" || code == "" {
		return codes == code
	}
	for one := range strings.SplitSeq(codes, " ") {
		family, whole := strings.CutSuffix(one, "*")
		if one == code || whole && strings.HasPrefix(code, family) {
			return true
		}
	}
	return false
}

func (r *row) words(a Answer) Words {
	w := Words{Kind: r.kind, Sentence: r.sentence, Cause: r.cause, Next: r.next}
	if r.detail == nil {
		return w
	}
	if d := r.detail(a); d != "" {
		w.Sentence += ": " + d
	}
	return w
}

// unknown explains a code that is not in the table by its status alone, and
// lets the server speak.
func unknown(a Answer) Words {
	uncoded := a
	uncoded.Code = ""
	w := Words{Sentence: "the server refused", Cause: "no reason given", Next: "ask whoever runs the server"}
	for i := range bare {
		if bare[i].fits(uncoded, "") {
			w = bare[i].words(uncoded)
			w.Cause = "no further reason given"
			break
		}
	}
	switch {
	case a.Code != "":
		w.Sentence = "the server refused with " + a.Code
		if a.Status != 0 {
			w.Sentence += " (" + strconv.Itoa(a.Status) + ")"
		}
	case a.Status != 0 && w.Kind == Other:
		w.Sentence = "the server answered " + strconv.Itoa(a.Status)
	}
	if a.Message != "" {
		w.Cause = "signet knows no more of this answer than the server's own words"
	}
	return w
}

// Redirects reports an answer that leads to another address and that S3 did not
// give: its own redirects name a region or carry a code.
func (a Answer) Redirects() bool { return a.Moved != "" && a.Region == "" && a.Code == "" }

// movedWords is for redirects that S3 did not make. Nothing vouches for the address
// that such an answer names: it is repeated, and recommended only where it is the
// host that was asked, by https instead of http.
func movedWords(a Answer) Words {
	w := Words{
		Kind:     NotS3,
		Sentence: "the server sends the request on to " + a.Moved,
		Cause:    "another address is wanted, or a sign-in page of the network answers; signet follows no redirect, for it would sign for a stranger",
		Next:     "where the network has a sign-in page, go through that first; else ask whoever runs the server for its address; anybody on the way can name one in an answer like this",
	}
	if a.upgrades() {
		w.Cause = "the server wants https; signet follows no redirect"
		w.Next = "write https:// in the endpoint"
	}
	return w
}

// upgrades reports a redirect to the same host, from http to https.
func (a Answer) upgrades() bool {
	from, err := url.Parse(a.Asked)
	if err != nil {
		return false
	}
	to, err := url.Parse(a.Moved)
	return err == nil && from.Scheme == "http" && to.Scheme == "https" && address.Hostname(from.Host) == address.Hostname(to.Host)
}

func foreignWords() Words {
	return Words{
		Kind:     NotS3,
		Sentence: "the answer does not come from an S3 server",
		Cause:    "a proxy, a sign-in page of the network, or a web console answers at this address",
		Next:     "check the endpoint and its port, and whether the network asks for a sign-in first",
	}
}

// gateway reports the page of a proxy whose server behind is busy, down or ill: its status
// says more than that it is a page.
func (a Answer) gateway() bool {
	return a.Status == http.StatusTooManyRequests || a.Status == http.StatusBadGateway || a.Status == http.StatusServiceUnavailable || a.Status == http.StatusGatewayTimeout
}

func regionDetail(a Answer) string { return after("the server expects ", a.Region) }

// after is a text behind its beginning; nothing for no text.
func after(begin, text string) string {
	if text == "" {
		return ""
	}
	return begin + text
}

// placeDetail is for refusals that name the bucket's region, right or wrong.
func placeDetail(a Answer) string { return after("the bucket is in ", a.Region) }

func classDetail(a Answer) string { return after("its storage class is ", a.Class) }

func endedDetail(a Answer) string {
	switch {
	case a.EndedAt.IsZero():
		return ""
	case a.ServerTime.After(a.EndedAt):
		return "it ended " + say.RoughSpan(a.ServerTime.Sub(a.EndedAt)) + " ago, at " + say.ServerTime(a.EndedAt)
	}
	return "it ended at " + say.ServerTime(a.EndedAt)
}

func skewDetail(a Answer) string {
	if a.ServerTime.IsZero() || a.RequestTime.IsZero() {
		return ""
	}
	skew := a.RequestTime.Sub(a.ServerTime)
	if skew < 0 {
		return "this one is " + say.RoughSpan(skew.Abs()) + " behind" // the least Duration has no opposite
	}
	return "this one is " + say.RoughSpan(skew) + " ahead"
}

func unsignedDetail(a Answer) string { return strings.Join(a.Unsigned, ", ") }

// conditionDetail names a header; other conditions are sentences.
func conditionDetail(a Answer) string { return name(a.Condition, 40) }

func sizeDetail(a Answer) string {
	switch {
	case a.Size > 0 && a.Max > 0:
		return say.Count(a.Size) + " bytes were sent, " + say.Count(a.Max) + " are allowed"
	case a.Size > 0 && a.Min > 0:
		return say.Count(a.Size) + " bytes were sent, at least " + say.Count(a.Min) + " are needed"
	case a.Max > 0:
		return say.Count(a.Max) + " bytes are allowed"
	}
	return ""
}

func markerDetail(a Answer) string {
	if !a.DeleteMarker {
		return ""
	}
	return "a delete marker hides it, older versions may still be there"
}
