package s3browser

import "testing"

// What a helper complains of is told without the secrets in it.
func TestSecretless(t *testing.T) {
	for _, c := range [][2]string{ // what it said, what is told
		{`{"SecretAccessKey": "abc", "SessionToken":"xyz", "Version": 1}`, `{"SecretAccessKey": …, "SessionToken":…, "Version": 1}`},
		{`{'SecretAccessKey': 'abc`, `{'SecretAccessKey': …`},
		{`Authorization: Basic dXNlcjpwYXNz`, `Authorization: …`},
		{`401 for Bearer abc123`, `401 for Bearer …`},
		{`bearer token expired`, `bearer token expired`},
		{`token 0123456789abcdef0123456789abcdef refused`, `token … refused`},
		{`GET https://user:hunter@vault.example/v1`, `GET https://…@vault.example/v1`},
		{`GET https://b.example/k?X-Amz-Expires=60&X-Amz-Signature=ab&X-Amz-Security-Token=cd`, `GET https://b.example/k?X-Amz-Expires=60&X-Amz-Signature=…&X-Amz-Security-Token=…`},
		{`open https://login.example/device?user_code=ABCD-1234`, `open https://login.example/device?user_code=ABCD-1234`},
		{`aws_secret_access_key = short`, `aws_secret_access_key = …`},
		{`client_secret='a b' api_key=abcd`, `client_secret=… api_key=…`},
		{`SAMLResponse=PHNh`, `SAMLResponse=…`},
		{`mint --password hunter --profile x`, `mint --password … --profile x`},
		{`token: expired`, `token: expired`},
		{`SecretAccessKey: abc123 refused`, `SecretAccessKey: … refused`},
		{`/home/ana/.cache/token: no such file`, `/home/ana/.cache/token: no such file`},
		{`request 0f8fad5b-d9cb-469f-a165-70867728950e failed`, `request 0f8fad5b-d9cb-469f-a165-70867728950e failed`},
		{`the token of session dev has ended`, `the token of session dev has ended`},
	} {
		line, want := c[0], c[1]
		if got := secretless(line); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
}
