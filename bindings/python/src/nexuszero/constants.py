"""Sizes and bounds that are the same in every build."""

from nexuszero._library import lib

MAX_BLOCKS: int = lib.NXZ_MAX_BLOCKS
"""Most blocks that the padded message of a statement may have, the key block of an HMAC included. BLAKE3: 16."""
MAX_DIGEST_SIZE: int = lib.NXZ_MAX_DIGEST_SIZE
"""No digest has more bytes."""
BLINDING_SIZE: int = lib.NXZ_BLINDING_SIZE
"""Bytes of the blinding of a commitment."""
MAX_PARTS: int = lib.NXZ_MAX_PARTS
"""Most parts of a message."""
MAX_NAME_SIZE: int = lib.NXZ_MAX_NAME_SIZE
"""Longest name of a secret, in bytes of UTF-8."""
MAX_LIST_SIZE: int = lib.NXZ_MAX_LIST_SIZE
"""Most digests of a list."""
MAX_DEPTH: int = lib.NXZ_MAX_DEPTH
"""The greatest depth of a leaf in a membership statement."""
MAX_CLAIMS: int = lib.NXZ_MAX_CLAIMS
"""Most claims of a conjunction."""
MAX_SECRET_SIZE: int = lib.NXZ_MAX_SECRET_SIZE
"""Longest secret, in bytes."""
MAX_LABEL_SIZE: int = lib.NXZ_MAX_LABEL_SIZE
"""Longest label of an entry of an archive, in bytes of UTF-8."""
FINGERPRINT_SIZE: int = lib.NXZ_FINGERPRINT_SIZE
"""Bytes of the fingerprint of an archive."""
