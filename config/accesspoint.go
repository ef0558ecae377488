package config

import (
	"maps"
	"slices"
	"strings"

	"signet/share/address"
)

// readAccessPoints reads the table access_points: the bucket behind each access
// point, which its alias or ARN does not tell.
func readAccessPoints(root *section) map[string]string {
	s := root.table("access_points")
	if s == nil {
		return nil
	}
	out, lines := map[string]string{}, map[string]string{}
	for _, point := range slices.Sorted(maps.Keys(s.values)) {
		out[point] = s.text(point)
		s.checkAccessPoint(point, out[point])
		if twin, twice := lines[address.PlainPoint(point)]; twice && out[point] != out[twin] {
			s.fail(point, "the access point "+quote(point)+" has two buckets", "it is "+quote(twin)+" too")
		}
		lines[address.PlainPoint(point)] = point
	}
	return out
}

func (s *section) checkAccessPoint(point, bucket string) {
	switch {
	case strings.TrimSpace(point) == "" || hasControl(point) || strings.TrimSpace(point) != point:
		s.fail(point, "that is no access point", "write its alias or ARN in quotes, before the =")
	case bucket == "" || strings.ContainsAny(bucket, "/?#\\*: ") || address.IsAlias(bucket):
		if _, ok := s.values[point].(string); ok {
			s.fail(point, "that is not the name of a bucket", `write `+quote(point)+` = "BUCKET"`)
		}
	}
}
