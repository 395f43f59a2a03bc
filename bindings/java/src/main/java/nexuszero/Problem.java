package nexuszero;

import java.io.Serializable;

/**
 * One thing that is wrong. A check that looks at several inputs reports all that is wrong at once.
 *
 * @param status the kind of failure
 * @param message a sentence for a person, in English, built from lengths, names and public values, never from a witness
 * @param field the name of the argument, member of a structure or setting that is to blame, as the C header calls it; null
 *     where no single one is
 * @serial exclude
 */
public record Problem(Status status, String message, String field) implements Serializable {}
