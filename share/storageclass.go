package share

import (
	"fmt"
	"slices"
	"strings"

	"signet/share/address"
	"signet/share/say"
)

// storageClasses are those that AWS stores an upload in, as S3 spells them.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
func storageClasses() []string {
	return []string{
		"STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE",
		"REDUCED_REDUNDANCY", "EXPRESS_ONEZONE", "OUTPOSTS", "SNOW", "FSX_OPENZFS", "FSX_ONTAP",
	}
}

func storageClassOption() Option {
	return Option{
		ID: "storage-class", Flag: "storage-class", Help: "upload: store it in this class, STANDARD_IA or INTELLIGENT_TIERING", Label: "class", Hint: "STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR; STANDARD if empty",
		Ops: operationsWith(func(i OperationInfo) bool { return i.Stores }), Form: 4, Rare: true, store: classIn(func(o *Options) *string { return &o.StorageClass }),
		check: checkClass, fact: "class", signs: func(o *Options, s *Signs) { s.send("x-amz-storage-class", o.StorageClass) },
		refuses: refusesClass, warns: warnsOfClass,
	}
}

// classIn keeps a class as S3 spells it, whatever the case and the dashes.
func classIn(at func(*Options) *string) store {
	s := textIn(at)
	s.set = func(o *Options, value string) error {
		*at(o) = strings.ToUpper(strings.NewReplacer("-", "_", " ", "_").Replace(strings.TrimSpace(value)))
		return nil
	}
	return s
}

func checkClass(o *Options, _ OperationInfo) (problem, hint string) {
	if strings.ContainsFunc(o.StorageClass, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
		return fmt.Sprintf("%q is no storage class", clip(o.StorageClass)), "one of " + strings.Join(storageClasses(), ", ")
	}
	return "", ""
}

// refusesClass: AWS has these classes and no others.
func refusesClass(o *Options, e Endpoint) (problem, hint string) {
	if address.OwnServer(e.URL) || slices.Contains(storageClasses(), o.StorageClass) {
		return "", ""
	}
	return fmt.Sprintf("AWS has no storage class %q", clip(o.StorageClass)), "one of " + strings.Join(storageClasses(), ", ")
}

// warnsOfClass: which classes another store has only it knows; MinIO for one has
// STANDARD and REDUCED_REDUNDANCY, and R2 STANDARD and STANDARD_IA.
func warnsOfClass(o *Options, e Endpoint) say.Remark {
	switch class := o.StorageClass; {
	case class == "STANDARD":
	case address.OwnServer(e.URL):
		return say.Remark{Code: "class", Level: say.Warning, Text: "whether this store has the storage class " + class + " is not known: if it has not, the upload is refused or stored in another", Next: "try an upload"}
	case ArchivedClass(class):
		return say.Remark{Code: "class", Level: say.Warning, Text: "what is uploaded goes into the archive: it must be restored before anybody can read it"}
	}
	return say.Remark{}
}
