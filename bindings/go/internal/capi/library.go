package capi

// #include "shims.h"
import "C"

// LoadedABIVersion is the ABI number of the library that is loaded.
func LoadedABIVersion() uint32 { return uint32(C.nxz_abi_version()) }

func Version() string     { return C.GoString(C.nxz_version()) }
func CPUBackend() string  { return C.GoString(C.nxz_cpu_backend()) }
func CPUBackends() string { return C.GoString(C.nxz_cpu_backends()) }

func HasFeature(name string) bool {
	return C.nxz_has_feature(terminated(name)) == 1
}

func HealthCheck() *Failure {
	return call(func(e slot) C.nxz_status { return C.nxz_health_check(e) })
}

// The names of numbers: empty for one that has none.

func StatusName(status int32) string { return C.GoString(C.nxz_status_name(C.int32_t(status))) }
func ProfileName(profile uint32) string {
	return C.GoString(C.nxz_profile_name(C.nxz_profile(profile)))
}
func HashName(hash uint32) string   { return C.GoString(C.nxz_hash_name(C.nxz_hash(hash))) }
func GroupName(group uint32) string { return C.GoString(C.nxz_group_name(C.nxz_group(group))) }
func CodecName(codec uint32) string { return C.GoString(C.nxz_codec_name(C.nxz_codec_id(codec))) }
func StrategyName(strategy uint32) string {
	return C.GoString(C.nxz_compression_strategy_name(C.nxz_compression_strategy(strategy)))
}
