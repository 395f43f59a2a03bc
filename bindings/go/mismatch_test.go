//go:build !nexuszero_static

package nexuszero_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"nexuszero"
)

// A library with another ABI number is refused by the first call, and nothing else of it is called but the name of a
// status: every other function of the one that is made here ends the process.
func TestAnotherLibrary(t *testing.T) {
	folder := t.TempDir()
	source := "#include <stdlib.h>\n#include <stdint.h>\n" +
		"uint32_t nxz_abi_version(void) { return 999; }\n" +
		"const char *nxz_status_name(int32_t status) { return status == 11 ? \"not supported\" : NULL; }\n"
	for _, symbol := range strings.Fields(string(must(os.ReadFile("../../tests/abi/symbols.txt")))) {
		if symbol != "nxz_abi_version" && symbol != "nxz_status_name" {
			source += fmt.Sprintf("void %s(void) { abort(); }\n", symbol)
		}
	}
	check(t, os.WriteFile(filepath.Join(folder, "other.c"), []byte(source), 0o666))
	library := fmt.Sprintf("libnexuszero.so.%d", nexuszero.ABIVersion)
	compile(t, "-shared", "-fPIC", "-Wl,-soname,"+library, "-o", filepath.Join(folder, library), filepath.Join(folder, "other.c"))

	process := exec.Command(os.Args[0], "-test.run", "^TestUseOfAnotherLibrary$")
	process.Env = append(os.Environ(), "LD_LIBRARY_PATH="+folder, "NEXUSZERO_TEST_ANOTHER_LIBRARY=1")
	if out, err := process.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestUseOfAnotherLibrary is what TestAnotherLibrary runs in a process of its own.
func TestUseOfAnotherLibrary(t *testing.T) {
	if os.Getenv("NEXUSZERO_TEST_ANOTHER_LIBRARY") == "" {
		t.Skip("run by TestAnotherLibrary")
	}
	if nexuszero.LibraryABIVersion() != 999 {
		t.Fatal("this is the usual library")
	}
	_, err := nexuszero.NewConfig(nexuszero.PresetDefault)
	fails(t, err, nexuszero.ErrUnsupported)
	if !strings.Contains(err.Error(), "999") {
		t.Error(err)
	}
	fails(t, nexuszero.HealthCheck(), nexuszero.ErrUnsupported)
	_, err = nexuszero.SHA256.Digest(nil)
	fails(t, err, nexuszero.ErrUnsupported)
	_, err = nexuszero.NewPreimagePartsStatement(nexuszero.SHA256, nil, nexuszero.Message{nexuszero.Public(nil)})
	fails(t, err, nexuszero.ErrUnsupported)
}
