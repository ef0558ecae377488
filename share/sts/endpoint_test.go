package sts_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"signet/share/address"
)

// AWS's own client asks the same hosts.
func TestEndpoints(t *testing.T) {
	for _, region := range []string{"us-east-1", "eu-central-1", "cn-northwest-1", "us-gov-west-1", "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"} {
		for _, fips := range []bool{false, true} {
			want, err := sdk.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), sdk.EndpointParameters{
				Region: aws.String(region), UseFIPS: aws.Bool(fips), UseDualStack: aws.Bool(false), UseGlobalEndpoint: aws.Bool(false),
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := address.STS(region, fips); got != want.URI.String() {
				t.Errorf("%s, FIPS %v: %s, want %s", region, fips, got, want.URI.String())
			}
		}
	}
}
