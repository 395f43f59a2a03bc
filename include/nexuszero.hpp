// nexuszero.hpp - NexusZero for C++: zero-knowledge proofs from symmetric cryptography, and of discrete logarithms
//
// SPDX-License-Identifier: MIT OR Apache-2.0

/// \file
/// A header-only layer over nexuszero.h for C++17 and later. Link the C library; docs/cpp.md has a program to start from.
///
/// **Errors.** Every function that can fail returns `result<T>`, which holds a value or an `error` and must not be ignored. There are two ways to
/// take it, and they mix freely:
///
///     if (auto valid = protocol.verify(statement, nonce, proof); !valid) {      // look: works everywhere
///         log(valid.error().message());
///     }
///     auto proof = protocol.prove(statement, witness, nonce).value();           // or throw nexuszero::error
///
/// In a program that is compiled without exceptions, `value()` of a failed result prints the error and calls `std::abort`; such a program
/// looks first. Besides `nexuszero::error` only what the standard library throws (`std::bad_alloc`) can come out of a call, and out of a
/// batch what its progress callback threw. All parts of a program are compiled with the same setting for exceptions.
///
/// **Ownership.** Objects free what they own. They move and do not copy. One that was moved from is empty: calls with it fail with
/// `status::null_pointer`. What a call returns is the caller's own copy, but for `proof::data`, which lends. Inputs are read or copied
/// during the call and may go away afterwards.
///
/// **Threads.** `const` means what it does in the standard library: const functions of one object may overlap, others may not, unless the
/// class says more. An object that several threads share is destroyed when the last of them is done: `std::shared_ptr<const protocol>`.
///
/// **Secrets.** Secrets go to the library as views and are not copied on the way. What the library gives out that is secret comes as
/// `secret_bytes`, which are wiped. What a caller keeps in a `std::string` or `std::vector` is the caller's to wipe.
///
/// **Names.** Everything is in the namespace `nexuszero`; no macro is defined but include guards, and those of nexuszero.h. `nexuszero::detail`
/// is not for users.

#ifndef NEXUSZERO_HPP
#define NEXUSZERO_HPP

#include <nexuszero/archive.hpp>
#include <nexuszero/batch.hpp>
#include <nexuszero/bytes.hpp>
#include <nexuszero/compression.hpp>
#include <nexuszero/config.hpp>
#include <nexuszero/handle.hpp>
#include <nexuszero/hash.hpp>
#include <nexuszero/library.hpp>
#include <nexuszero/message.hpp>
#include <nexuszero/metrics.hpp>
#include <nexuszero/proof.hpp>
#include <nexuszero/protocol.hpp>
#include <nexuszero/result.hpp>
#include <nexuszero/statement.hpp>

/// The library in C++.
namespace nexuszero {}

#endif
