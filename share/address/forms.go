package address

import "slices"

// formless are stores whose list of operations has no form that a browser sends (POST
// Object). R2 answers it with 501; Backblaze's list has it not.
// https://developers.cloudflare.com/r2/api/s3/api/
// https://www.backblaze.com/docs/cloud-storage-s3-compatible-api
//
//nolint:gochecknoglobals // immutable table
var formless = []string{"Cloudflare R2", "Backblaze B2"}

// Formless is the store at an endpoint, if it is known that it takes no upload forms;
// empty: it takes them, or nobody knows.
func Formless(endpoint string) string {
	if at := readEndpoint(endpoint); slices.Contains(formless, at.Store) {
		return at.Store
	}
	return ""
}
