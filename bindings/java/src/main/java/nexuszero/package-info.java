/**
 * Zero-knowledge proofs from symmetric cryptography, and of discrete logarithms: a binding to the C library NexusZero.
 *
 * <p>A {@link nexuszero.Statement} says publicly what is proved and names its secrets; a {@link nexuszero.Witness}
 * holds them; a {@link nexuszero.Protocol} makes a {@link nexuszero.Proof} and verifies it. Objects that stand for
 * objects of the library are {@link java.lang.AutoCloseable}: closing frees them, closing twice does nothing, and a use
 * after closing throws {@link java.lang.IllegalStateException}. What is not closed is freed some time after nothing
 * refers to it any more.
 *
 * <p>Failures of the library are {@link nexuszero.NexusZeroException}s. Null arguments throw {@link
 * java.lang.NullPointerException}, and text that is no valid Unicode {@link java.lang.IllegalArgumentException}.
 * Numbers that C has as unsigned are taken and returned as the same 64 bits, as by {@link
 * java.lang.Long#toUnsignedString(long)}; negative sizes and indices are refused, except as a limit of {@link
 * nexuszero.Config#setLimit}, where they are very large.
 *
 * <p>Everything that goes in is copied, and every native copy is wiped when the call returns.
 */
package nexuszero;
