package address

import (
	"errors"
	"strings"
	"testing"
)

// A container's token goes over plain HTTP to nobody who might be a stranger.
func TestContainerProblem(t *testing.T) {
	names := map[string][]string{"mixed.example": {"127.0.0.1", "192.0.2.1"}, "here.example": {"127.0.0.1", "::1"}, "empty.example": {}}
	resolve := func(name string) ([]string, error) {
		if found, ok := names[name]; ok {
			return found, nil
		}
		return nil, errors.New("no such host")
	}
	for text, want := range map[string]string{
		"http://nobody.example/x": "not found: nobody.example", "http://empty.example/x": "not found", "http://mixed.example/x": "plain http to mixed.example",
		"http://10.0.0.1/x": "plain http to 10.0.0.1", "http://169.254.169.254/x": "plain http", "nonsense": "no address", "http://": "no address", "": "no address",
		"https://nobody.example/x": "", "http://here.example/x": "", "http://127.0.0.1/x": "", "http://127.1/x": "", "http://[::ffff:127.0.0.1]/x": "",
		"http://169.254.170.2/v2": "", "http://169.254.170.23/v1/credentials": "", "http://[fd00:ec2::23]/v1": "", "http://[::1]:80/": "",
	} {
		got := ContainerProblem(text, resolve)
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
