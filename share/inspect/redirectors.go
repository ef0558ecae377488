package inspect

import "strings"

// redirector is a service that wraps links, with the parameters that hold the original.
type redirector struct {
	host, name string
	params     []string
	opaque     bool // also without a readable parameter, every link of the host is a redirect
}

func (r redirector) at(host string) bool {
	if domain, ok := strings.CutSuffix(r.host, ".*"); ok { // of every country
		return strings.HasPrefix(strings.TrimPrefix(host, "www."), domain+".")
	}
	return host == r.host || strings.HasSuffix(host, "."+r.host)
}

// redirectors are the services that wrap links.
func redirectors() []redirector {
	out := hidingRedirectors()
	for _, s := range []struct{ host, name, params string }{
		{"statics.teams.cdn.office.net", "Microsoft Teams", "url"},
		{"google.*", "a Google redirect", "q url adurl"},
		{"googleadservices.com", "a Google redirect", "adurl"},
		{"youtube.com", "a YouTube redirect", "q"},
		{"bing.com", "a Bing redirect", "u"},
		{"duckduckgo.com", "a DuckDuckGo redirect", "uddg"},
		{"linkedin.com", "a LinkedIn redirect", "url"},
		{"steamcommunity.com", "a Steam redirect", "url u"},
		{"trendmicro.com", "Trend Micro ClickTime", "url"},
		{"fireeye.com", "FireEye URL protection", "u"},
		{"trellix.com", "Trellix URL protection", "u"},
		{"mandrillapp.com", "a tracking link of Mandrill", "p"},
		{"vk.com", "a VK redirect", "to"},
	} {
		out = append(out, redirector{s.host, s.name, strings.Fields(s.params), false})
	}
	return out
}

// hidingRedirectors are those of whose hosts every link is a redirect, readable or not.
func hidingRedirectors() []redirector {
	var out []redirector
	for _, s := range []struct{ host, name, params string }{
		{"safelinks.protection.outlook.com", "Microsoft Safe Links", "url"},
		{"safelinks.protection.office365.us", "Microsoft Safe Links", "url"},
		{"safelinks.protection.outlook.cn", "Microsoft Safe Links", "url"},
		{"l.facebook.com", "a Facebook redirect", "u"},
		{"lm.facebook.com", "a Facebook redirect", "u"},
		{"l.messenger.com", "a Messenger redirect", "u"},
		{"l.instagram.com", "an Instagram redirect", "u"},
		{"l.wl.co", "a WhatsApp redirect", "u"},
		{"slack-redir.net", "a Slack redirect", "url"},
		{"t.umblr.com", "a Tumblr redirect", "z"},
		{"linkprotect.cudasvc.com", "Barracuda Link Protection", "a"},
		{"protection.sophos.com", "Sophos URL protection", "u"},
		{"clicktime.symantec.com", "Symantec Click-time Protection", "u"},
		{"scanmail.trustwave.com", "Trustwave URL protection", "u"},
		{"edgepilot.com", "EdgePilot URL protection", "u"},
		{"checkpoint.url-protection.com", "Check Point URL protection", "o"},
		{"url.avanan.click", "Avanan URL protection", ""},
		{"secure-web.cisco.com", "Cisco Secure Email", ""},
		{"awstrack.me", "a tracking link of Amazon SES", ""},
		{"ct.sendgrid.net", "a tracking link of SendGrid", ""},
		{"list-manage.com", "a tracking link of Mailchimp", ""},
		{"hubspotlinks.com", "a tracking link of HubSpot", ""},
		{"rs6.net", "a tracking link of Constant Contact", ""},
		{"antigena.com", "Darktrace link protection", ""},
		{"emailprotection.link", "a mail provider's link protection", ""},
		{"out.reddit.com", "a Reddit redirect", "url"},
		{"deref-mail.com", "a mail provider's redirect", "redirectUrl"},
		{"deref-gmx.net", "a mail provider's redirect", "redirectUrl"},
		{"deref-web.de", "a mail provider's redirect", "redirectUrl"},
		{"mimecast.com", "Mimecast URL Protection", ""},
		{"mimecastprotect.com", "Mimecast URL Protection", ""},
		{"bit.ly", "the shortener bit.ly", ""},
		{"t.co", "the shortener t.co", ""},
		{"tinyurl.com", "the shortener tinyurl.com", ""},
		{"goo.gl", "the shortener goo.gl", ""},
		{"ow.ly", "the shortener ow.ly", ""},
		{"is.gd", "the shortener is.gd", ""},
		{"lnkd.in", "the shortener lnkd.in", ""},
		{"aka.ms", "the shortener aka.ms", ""},
	} {
		out = append(out, redirector{s.host, s.name, strings.Fields(s.params), true})
	}
	return out
}
