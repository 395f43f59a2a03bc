//go:build !nexuszero_static

package capi

// #cgo pkg-config: nexuszero
import "C"
