package nexuszero;

/**
 * Chooses profile, degree cap and threads of a proof among candidates whose size is known and whose times are
 * predicted.
 *
 * <p>Whatever it does, a proof is made: where the reply is late (setting {@code optimizer.deadline}, 50 ms by default),
 * missing, malformed, or not one of the candidates within limits and constraints, the library's own heuristic chooses.
 * After failures in a row it is not asked for a while.
 */
@FunctionalInterface
public interface Optimizer {
    /**
     * Chooses. It is called on a thread that the library starts for this optimizer, which is a daemon thread in Java,
     * and only one call at a time. A late call goes on undisturbed, and what it returns is discarded.
     *
     * @param request one JSON object, as {@code docs/optimizer.md} has it: the statement's kind and counts, limits,
     *     constraints and candidates, and nothing of a witness
     * @return the reply, one JSON object of at most 65,536 bytes of UTF-8, for example {@code
     *     {"version":1,"candidate":3}}; null counts as a failure
     * @throws Exception for whatever reason, which counts as a failure
     */
    String choose(String request) throws Exception;
}
