package capi

import (
	"strings"
	"testing"
)

func TestAnotherABINumberIsRefused(t *testing.T) {
	if failure := compatible(ABIVersion); failure != nil {
		t.Fatal(failure.Problems)
	}
	failure := compatible(ABIVersion + 1)
	if failure == nil || failure.Problems[0].Status != StatusUnsupported || !strings.Contains(failure.Problems[0].Message, "ABI number 2") {
		t.Fatalf("%+v", failure)
	}
}
