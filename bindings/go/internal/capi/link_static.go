//go:build nexuszero_static

package capi

// The archive is named as a file, because -lnexuszero would take the shared library that is installed beside it. What
// pkg-config adds are its folder and the libraries that it needs in its turn; with --as-needed the shared library is
// not.

// #cgo pkg-config: --static nexuszero
// #cgo LDFLAGS: -Wl,--as-needed -l:libnexuszero.a
import "C"
