package cli

// The sections of the report.
const (
	onTerminal    = "terminal"
	onCredentials = "credentials"
	onClock       = "clock"
	onEndpoint    = "endpoint"
	onAddress     = "addressing"
	onRights      = "rights"
	onLog         = "log"
	onSettings    = "settings"
	onSigners     = "signers"
	onEvidence    = "evidence"
	onPrices      = "prices"
	onLink        = "link"
)

// checkups are all that is looked at, in the order of the report.
func checkups() []checkup {
	return []checkup{
		{onTerminal, "size", (*doctor).size},
		{onTerminal, "kind", (*doctor).kindOfTerminal},
		{onTerminal, "locale", (*doctor).locale},
		{onTerminal, "colours", (*doctor).colours},
		{onTerminal, "pictures", (*doctor).pictures},
		{onTerminal, "characters", (*doctor).characters},
		{onTerminal, "clipboard", (*doctor).clipboard},
		{onTerminal, "tmux", (*doctor).tmuxOptions},
		{onTerminal, "screen", (*doctor).gnuScreen},
		{onTerminal, "ssh", (*doctor).overSSH},

		{onCredentials, "source", (*doctor).source},
		{onCredentials, "key", (*doctor).key},
		{onCredentials, "signature", (*doctor).signature},
		{onCredentials, "links", (*doctor).signing},
		{onCredentials, "longest", (*doctor).longest},

		{onClock, "clock", (*doctor).clock},

		{onEndpoint, "address", (*doctor).address},
		{onEndpoint, "connection", (*doctor).connection},
		{onEndpoint, "encryption", (*doctor).encryption},
		{onEndpoint, "certificate", (*doctor).certificate},
		{onEndpoint, "server", (*doctor).server},

		{onAddress, "style", (*doctor).style},
		{onAddress, "region", (*doctor).region},

		{onRights, "buckets", (*doctor).listsBuckets},
		{onRights, "objects", (*doctor).listsObjects},
		{onRights, "object", (*doctor).readsObject},
		{onRights, "versions", (*doctor).listsVersions},
		{onRights, "policy", (*doctor).readsPolicy},
		{onRights, "writing", (*doctor).writing},

		{onLog, "file", (*doctor).logFile},
		{onLog, "modes", (*doctor).logModes},
		{onLog, "chain", (*doctor).logChain},
		{onLog, "intents", (*doctor).logIntents},

		{onSettings, "file", (*doctor).settingsThere},
		{onSettings, "mistakes", (*doctor).mistakes},
		{onSettings, "places", (*doctor).placesSet},
		{onSettings, "rails", (*doctor).railsSet},
		{onSettings, "read-only", (*doctor).readOnlySet},

		{onSigners, "signers", (*doctor).signersSet},

		{onEvidence, "key", (*doctor).evidence},
		{onPrices, "date", (*doctor).prices},
	}
}

// steps are what a link goes through, in their order.
func steps() []checkup {
	return []checkup{
		{onSettings, "mistakes", (*doctor).mistakes},
		{onLink, "address", (*doctor).linkAddress},
		{onLink, "credentials", (*doctor).linkCredentials},
		{onLink, "object", (*doctor).linkObject},
		{onLink, "rails", (*doctor).linkRails},
		{onLink, "signed", (*doctor).linkSigned},
		{onLink, "longest", (*doctor).linkLongest},
		{onLink, "proof", (*doctor).linkProof},
		{onLink, "opens", (*doctor).linkOpens},
		{onLink, "altered", (*doctor).linkAltered},
		{onLink, "code", (*doctor).linkCode},
		{onLink, "taking back", (*doctor).linkBack},
	}
}
