package handover

import "signet/share"

// storedPage is how a link to a page of our own making is handed over: what it opens is no
// document.
type storedPage struct{ subject, may string }

// storedPages has a row for each kind of page.
func storedPages() map[share.PageKind]storedPage {
	return map[share.PageKind]storedPage{
		share.PageListing: {"Documents for you", "download the documents on it"},
		share.PageUpload:  {"Please send your files", "upload in your place"},
		share.PageRequest: {"Please send your files", "upload in your place"},
	}
}

// wordingOf is how a link is handed over; false: nobody knows.
func wordingOf(r share.Request) (wording, bool) {
	words, ok := operations()[r.Operation]
	if r.Page == "" || !ok {
		return words, ok
	}
	page, ok := storedPages()[r.Page]
	words.subject, words.offer, words.may = page.subject, "Here is %s.", page.may
	return words, ok
}

// ofPages reports a form that does not take what a link opens for a file: a page is opened
// and used in a browser.
func (k Kind) ofPages() bool {
	switch k {
	case URL, Mail, Chat, Markdown, JSON:
		return true
	case HTML, Curl, Wget, PowerShell, Python, Cookies, CookieJar, CookiesJSON:
	}
	return false
}
