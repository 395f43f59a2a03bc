package nexuszero_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"nexuszero"
)

func TestArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "proofs.nxa")
	protocol := fast(t, nil)
	c := preimage(t, secret)
	proof := prove(t, protocol, c)
	parsed := kept(t, must(nexuszero.ParseProof(must(proof.Bytes()))))

	archive := kept(t, must(nexuszero.CreateArchive(path)))
	first := must(archive.Append(c.statement, binding, proof, "measured, grün"))
	before := must(archive.Fingerprint())
	second := must(archive.Append(c.statement, nil, parsed, ""))
	if first != 0 || second != 1 || archive.Len() != 2 || len(before) != nexuszero.FingerprintSize {
		t.Error(first, second, archive.Len(), len(before))
	}
	if bytes.Equal(before, must(archive.Fingerprint())) {
		t.Error("the fingerprint did not change")
	}
	check(t, archive.Flush())
	_, err := nexuszero.OpenArchive(path, nexuszero.ArchiveAppend)
	fails(t, err, nexuszero.ErrIO) // open for appending
	fingerprint := must(archive.Fingerprint())
	check(t, archive.Close())
	_, err = nexuszero.CreateArchive(path)
	fails(t, err, nexuszero.ErrIO)

	archive = kept(t, must(nexuszero.OpenArchive(path, nexuszero.ArchiveRead)))
	check(t, archive.Check())
	if !bytes.Equal(must(archive.Fingerprint()), fingerprint) {
		t.Error("another fingerprint")
	}
	statement, restored := kept(t, must(archive.Statement(0))), kept(t, must(archive.Proof(0)))
	check(t, protocol.Verify(statement, must(archive.Context(0)), restored))
	if !bytes.Equal(must(restored.Bytes()), must(proof.Bytes())) || string(must(archive.Context(0))) != string(binding) {
		t.Error("another proof")
	}
	if must(archive.Label(0)) != "measured, grün" || must(archive.Label(1)) != "" {
		t.Error("labels")
	}
	if string(must(archive.MeasurementsJSON(0))) != string(must(proof.MeasurementsJSON())) || len(must(archive.MeasurementsJSON(1))) != 0 {
		t.Errorf("%s", must(archive.MeasurementsJSON(1)))
	}
	if at := must(archive.Time(1)); at.Before(must(archive.Time(0))) || at.Year() < 2020 {
		t.Error(at)
	}
	var summary struct {
		Records, Statements int
		Tail                string
	}
	check(t, json.Unmarshal(must(archive.SummaryJSON()), &summary))
	if summary.Records != 2 || summary.Statements != 1 || summary.Tail != "clean" {
		t.Errorf("%+v", summary)
	}
	_, err = archive.Proof(2)
	fails(t, err, nexuszero.ErrInvalidArgument)
	_, err = archive.Time(2)
	fails(t, err, nexuszero.ErrInvalidArgument)
	_, err = archive.Append(c.statement, nil, proof, "read only")
	fails(t, err, nexuszero.ErrInvalidArgument)
	check(t, archive.Close())

	// Bytes that do not belong there are found, and cut off where that is asked for.
	file := must(os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0))
	must(file.Write(bytes.Repeat([]byte{7}, 1000)))
	check(t, file.Close())
	_, err = nexuszero.OpenArchive(path, nexuszero.ArchiveAppend)
	fails(t, err, nexuszero.ErrMalformed)
	archive = kept(t, must(nexuszero.OpenArchive(path, nexuszero.ArchiveRecover)))
	check(t, archive.Check())
	if archive.Len() != 2 {
		t.Error(archive.Len())
	}
	_, err = nexuszero.OpenArchive(path, 99)
	fails(t, err, nexuszero.ErrUnsupported)
	_, err = nexuszero.OpenArchive("\xff", nexuszero.ArchiveRead)
	fails(t, err, nexuszero.ErrInvalidArgument)
}

func TestArchiveIsSharedByGoroutines(t *testing.T) {
	archive := kept(t, must(nexuszero.CreateArchive(filepath.Join(t.TempDir(), "proofs.nxa"))))
	protocol := fast(t, nil)
	c := preimage(t, secret)
	proof := prove(t, protocol, c)
	var wg group
	for range 4 {
		wg.Go(func() {
			for range 10 {
				index, err := archive.Append(c.statement, binding, proof, "")
				if err == nil {
					_, err = archive.Context(index)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	check(t, archive.Check())
	if archive.Len() != 40 {
		t.Error(archive.Len())
	}
}
