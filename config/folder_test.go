package config

import (
	"strings"
	"testing"
)

// A folder to save in is a whole path, or below the home folder: any other would be
// another one wherever signet is started.
func TestTheFolderForDownloads(t *testing.T) {
	for text, ok := range map[string]bool{
		`""`: true, `"~"`: true, `"~/Downloads"`: true, `"/srv/in box"`: true,
		`"Downloads"`: false, `"../x"`: false, `"~ada/x"`: false, `"/srv/\u001b]0;x"`: false, `7`: false,
	} {
		s, err := load(t, "download_dir = "+text+"\n")
		switch {
		case !ok && (err == nil || !strings.Contains(err.Error(), ":1:") || strings.Contains(err.Error(), "\x1b")):
			t.Errorf("%s: %v", text, err)
		case ok && err != nil:
			t.Errorf("%s: %v", text, err)
		case ok && s.DownloadDir != strings.Trim(text, `"`):
			t.Errorf("%s is %q", text, s.DownloadDir)
		}
	}
}
