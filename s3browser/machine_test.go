package s3browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

func envOf(t *testing.T) config.EnvConfig {
	t.Helper()
	env, err := config.NewEnvConfig()
	must(t, err)
	return env
}

// The end of a machine's credentials is the one that the machine gave, and not the
// time at which the SDK would ask again.
func TestEndsOfMachines(t *testing.T) {
	end := time.Now().Add(5 * time.Hour).UTC().Truncate(time.Second)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPut:
			w.Header().Set("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", "60")
			_, _ = w.Write([]byte("token"))
		case strings.HasSuffix(r.URL.Path, "/security-credentials/"):
			_, _ = w.Write([]byte("the-role"))
		default:
			_, _ = fmt.Fprintf(w, `{"Code":"Success","AccessKeyId":"ASIAM","SecretAccessKey":"s","Token":"t","Expiration":%q}`, end.Format(time.RFC3339))
		}
	}))
	t.Cleanup(s.Close)
	for name, env := range map[string]map[string]string{
		"instance":          {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": s.URL},
		"container":         {"AWS_CONTAINER_CREDENTIALS_FULL_URI": s.URL + "/v1/credentials"},
		"EKS pod identity":  {"AWS_CONTAINER_CREDENTIALS_FULL_URI": s.URL + "/v1/credentials", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "~/token"},
		"credential_source": {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": s.URL, "AWS_PROFILE": "named"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := alone(t)
			write(t, folder, "token", "secret-token")
			for name, value := range env {
				t.Setenv(name, value)
			}
			if env["AWS_PROFILE"] != "" {
				sts := newSTS(t)
				t.Setenv("AWS_ENDPOINT_URL_STS", sts.URL)
				write(t, folder, "config", "[profile named]\nrole_arn = r\ncredential_source = Ec2InstanceMetadata\n")
				_, err := Connect(Connection{}).Identity(t.Context())
				must(t, err)
				if sts.keys[0] != "ASIAM" {
					t.Errorf("the role was asked for by %q", sts.keys)
				}
				return
			}
			who, err := Connect(Connection{}).Identity(t.Context())
			must(t, err)
			if !who.Expires.Equal(end) || who.AccessKeyID != "ASIAM" || !who.Temporary {
				t.Errorf("%+v, want the end %v", who, end)
			}
		})
	}
}

func TestContainersThatAreNone(t *testing.T) {
	for address, want := range map[string]string{
		"http://10.0.0.1/x": "plain http to 10.0.0.1", "nonsense": "FULL_URI is no address", "": "neither",
		"https://example.com/x": "ok", "http://127.0.0.1/x": "ok", "http://[fd00:ec2::23]/v1": "ok",
	} {
		err := checkContainer(address)
		if (err == nil) != (want == "ok") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", address, err)
		}
	}
	for path, ok := range map[string]bool{"/v2/credentials/a": true, "@evil.example/x": false, ":80@evil.example/x": false, ".evil.example/x": false} {
		var s supply
		s.env.ContainerCredentialsRelativePath = path
		if _, err := s.container(); (err == nil) != ok {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A machine that does not answer does not make its credentials live longer.
func TestMachinesCredentialsAreNotStretched(t *testing.T) {
	now, asked := time.Now(), 0
	fresh := aws.Credentials{AccessKeyID: "A", SecretAccessKey: "s", CanExpire: true, Expires: now.Add(2 * time.Hour)}
	var fails error
	c := &current{now: func() time.Time { return now }, source: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		asked++
		return fresh, fails
	})}
	for step, want := range []int{1, 1, 2, 3} {
		if step > 1 {
			now, fails = now.Add(askAgain), errors.New("down")
		}
		keys, err := c.Retrieve(t.Context())
		if err != nil || asked != want || !keys.Expires.Equal(fresh.Expires) {
			t.Errorf("step %d: asked %d times, %v, %v", step, asked, keys.Expires, err)
		}
	}
	c.keys.Expires = time.Now().Add(-time.Second)
	if _, err := c.Retrieve(t.Context()); err == nil {
		t.Error("ended credentials live on")
	}
}
