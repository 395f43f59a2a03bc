package capi

/*
#include "shims.h"

#if NXZ_ABI_VERSION != 1
#error "this binding was made for ABI 1 of NexusZero; nexuszero.h is that of another"
#endif
*/
import "C"

// The numbers of nexuszero.h.
const (
	ABIVersion = C.NXZ_ABI_VERSION

	MaxBlocks       = C.NXZ_MAX_BLOCKS
	MaxDigestSize   = C.NXZ_MAX_DIGEST_SIZE
	BlindingSize    = C.NXZ_BLINDING_SIZE
	MaxParts        = C.NXZ_MAX_PARTS
	MaxNameSize     = C.NXZ_MAX_NAME_SIZE
	MaxListSize     = C.NXZ_MAX_LIST_SIZE
	MaxDepth        = C.NXZ_MAX_DEPTH
	MaxClaims       = C.NXZ_MAX_CLAIMS
	MaxSecretSize   = C.NXZ_MAX_SECRET_SIZE
	MaxLabelSize    = C.NXZ_MAX_LABEL_SIZE
	FingerprintSize = C.NXZ_FINGERPRINT_SIZE

	StatusProofGeneration   = C.NXZ_ERR_PROOF_GENERATION
	StatusProofVerification = C.NXZ_ERR_PROOF_VERIFICATION
	StatusCompression       = C.NXZ_ERR_COMPRESSION
	StatusOptimization      = C.NXZ_ERR_OPTIMIZATION
	StatusConfiguration     = C.NXZ_ERR_CONFIGURATION
	StatusInternal          = C.NXZ_ERR_INTERNAL
	StatusNullPointer       = C.NXZ_ERR_NULL_POINTER
	StatusInvalidArgument   = C.NXZ_ERR_INVALID_ARGUMENT
	StatusBufferTooSmall    = C.NXZ_ERR_BUFFER_TOO_SMALL
	StatusMalformed         = C.NXZ_ERR_MALFORMED
	StatusUnsupported       = C.NXZ_ERR_UNSUPPORTED
	StatusLimitExceeded     = C.NXZ_ERR_LIMIT_EXCEEDED
	StatusCancelled         = C.NXZ_ERR_CANCELLED
	StatusPanic             = C.NXZ_ERR_PANIC
	StatusInvalidHandle     = C.NXZ_ERR_INVALID_HANDLE
	StatusIO                = C.NXZ_ERR_IO

	PresetDefault = C.NXZ_PRESET_DEFAULT
	PresetFast    = C.NXZ_PRESET_FAST
	PresetSecure  = C.NXZ_PRESET_SECURE

	ProfileFast     = C.NXZ_PROFILE_FAST
	ProfileBalanced = C.NXZ_PROFILE_BALANCED
	ProfileSmall    = C.NXZ_PROFILE_SMALL
	ProfileTiny     = C.NXZ_PROFILE_TINY

	LimitProofSize     = C.NXZ_LIMIT_PROOF_SIZE
	LimitContextSize   = C.NXZ_LIMIT_CONTEXT_SIZE
	LimitWork          = C.NXZ_LIMIT_WORK
	LimitStatementSize = C.NXZ_LIMIT_STATEMENT_SIZE
	LimitWitnessSize   = C.NXZ_LIMIT_WITNESS_SIZE
	LimitCircuitSize   = C.NXZ_LIMIT_CIRCUIT_SIZE
	LimitMemory        = C.NXZ_LIMIT_MEMORY

	LogError = C.NXZ_LOG_ERROR
	LogWarn  = C.NXZ_LOG_WARN
	LogInfo  = C.NXZ_LOG_INFO
	LogDebug = C.NXZ_LOG_DEBUG

	HashSHA256     = C.NXZ_HASH_SHA256
	HashSHA3256    = C.NXZ_HASH_SHA3_256
	HashBLAKE3     = C.NXZ_HASH_BLAKE3
	HashSHA512     = C.NXZ_HASH_SHA512
	HashSHA384     = C.NXZ_HASH_SHA384
	HashKeccak256  = C.NXZ_HASH_KECCAK256
	HashHMACSHA256 = C.NXZ_HASH_HMAC_SHA256
	HashHMACSHA512 = C.NXZ_HASH_HMAC_SHA512

	GroupRistretto255 = C.NXZ_GROUP_RISTRETTO255
	GroupP256         = C.NXZ_GROUP_P256
	GroupSecp256k1    = C.NXZ_GROUP_SECP256K1

	SourceConfigured = C.NXZ_SOURCE_CONFIGURED
	SourceHeuristic  = C.NXZ_SOURCE_HEURISTIC
	SourceOptimizer  = C.NXZ_SOURCE_OPTIMIZER
	SourceCache      = C.NXZ_SOURCE_CACHE

	OptimizerNone      = C.NXZ_OPTIMIZER_NONE
	OptimizerAnswered  = C.NXZ_OPTIMIZER_ANSWERED
	OptimizerCached    = C.NXZ_OPTIMIZER_CACHED
	OptimizerLate      = C.NXZ_OPTIMIZER_LATE
	OptimizerFailed    = C.NXZ_OPTIMIZER_FAILED
	OptimizerMalformed = C.NXZ_OPTIMIZER_MALFORMED
	OptimizerRefused   = C.NXZ_OPTIMIZER_REFUSED
	OptimizerResting   = C.NXZ_OPTIMIZER_RESTING

	OperationProve  = C.NXZ_OPERATION_PROVE
	OperationVerify = C.NXZ_OPERATION_VERIFY

	CompressionNone        = C.NXZ_COMPRESSION_NONE
	CompressionLZ4         = C.NXZ_COMPRESSION_LZ4
	CompressionTensorTrain = C.NXZ_COMPRESSION_TENSOR_TRAIN
	CompressionHybrid      = C.NXZ_COMPRESSION_HYBRID
	CompressionAdaptive    = C.NXZ_COMPRESSION_ADAPTIVE

	CodecStored      = C.NXZ_CODEC_STORED
	CodecLZ4         = C.NXZ_CODEC_LZ4
	CodecTensorTrain = C.NXZ_CODEC_TENSOR_TRAIN
	CodecHybrid      = C.NXZ_CODEC_HYBRID

	ArchiveRead    = C.NXZ_ARCHIVE_READ
	ArchiveAppend  = C.NXZ_ARCHIVE_APPEND
	ArchiveRecover = C.NXZ_ARCHIVE_RECOVER
)
