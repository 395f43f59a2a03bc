package nexuszero;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file of proofs with their statements, contexts, labels and measurements, to which entries are appended. {@code
 * docs/archive.md} says what it promises: accidents are noticed, forgery is not unless the fingerprint was kept
 * elsewhere, and <b>what is read is not verified</b>.
 *
 * <p>Any number of threads may use it; their calls take turns. The methods that read an entry throw {@link
 * InvalidArgumentException} for an index that no entry has, {@link MalformedException} for an entry that is damaged,
 * {@link LimitExceededException} for one with a part of more than 256 MiB, and {@link FileException} where the file
 * cannot be read. Closing flushes, but cannot tell if that fails.
 */
public final class Archive extends Handle {
    private Archive(Call call) {
        super(call.toLong(), NativeFunction.ARCHIVE_FREE);
    }

    /**
     * Makes an archive in a new file and opens it for appending.
     *
     * @param file the file
     * @return the archive
     * @throws FileException for a file that exists already or cannot be made
     */
    public static Archive create(Path file) {
        return new Archive(new Call(NativeFunction.ARCHIVE_CREATE).text(file.toString()));
    }

    /**
     * Opens the archive in a file. What was cut off or ignored at its end is in {@link #summaryJson}.
     *
     * @param file the file
     * @param mode what for
     * @return the archive
     * @throws FileException for a file that cannot be opened, or that somebody else has open for appending
     * @throws MalformedException for a file that is no archive, and for a damaged one with {@link ArchiveMode#APPEND}
     * @throws LimitExceededException for one whose last part is larger than 256 MiB or than there is memory for, except
     *     with {@link ArchiveMode#READ}
     * @throws UnsupportedException for a format newer than the library
     */
    public static Archive open(Path file, ArchiveMode mode) {
        return new Archive(new Call(NativeFunction.ARCHIVE_OPEN).text(file.toString()).number(mode.code()));
    }

    /**
     * Appends an entry: all of it, or after a failure nothing. The proof is not verified. When this returns, the entry
     * survives a crash of the program; for a power failure see {@link #flush}. The time, and the measurements of a
     * proof that was made in this process, are stored with it.
     *
     * @param statement what is proved
     * @param context what the proof is bound to; may be empty
     * @param proof the proof
     * @param label the caller's name for the entry, at most {@value NexusZero#MAX_LABEL_SIZE} bytes of UTF-8; may be
     *     empty
     * @return the index of the entry, counted from 0
     * @throws FileException where the entry cannot be written; earlier entries stay readable, and the call may be
     *     repeated, but not after a flush that failed
     * @throws InvalidArgumentException for an archive open for reading
     * @throws LimitExceededException for a longer label, a statement of more than 256 MiB with its lists and circuits,
     *     or more than that of context and proof
     * @throws MalformedException for an archive that turns out to be damaged
     */
    public long append(Statement statement, byte[] context, Proof proof, String label) {
        return new Call(NativeFunction.ARCHIVE_APPEND)
                .use(this)
                .use(statement)
                .bytes(context)
                .use(proof)
                .text(label)
                .toLong();
    }

    /**
     * Makes everything that was appended, by writers before too, survive a power failure.
     *
     * @throws FileException where that fails, and then always: what is on the disk is not known, and the archive can be
     *     read and not appended to
     */
    public void flush() {
        new Call(NativeFunction.ARCHIVE_FLUSH).use(this).run();
    }

    /**
     * The number of entries.
     *
     * @return the number
     */
    public long size() {
        return new Call(NativeFunction.ARCHIVE_LEN).use(this).value();
    }

    /**
     * The statement of an entry.
     *
     * @param index the entry, counted from 0
     * @return the statement, to be closed
     */
    public Statement statement(long index) {
        return new Statement(entry(NativeFunction.ARCHIVE_STATEMENT, index).toLong());
    }

    /**
     * The proof of an entry, without measurements, which are in {@link #metricsJson}.
     *
     * @param index the entry, counted from 0
     * @return the proof, to be closed
     */
    public Proof proof(long index) {
        return new Proof(entry(NativeFunction.ARCHIVE_PROOF, index).toLong());
    }

    /**
     * The context of an entry.
     *
     * @param index the entry, counted from 0
     * @return the bytes
     */
    public byte[] context(long index) {
        return entry(NativeFunction.ARCHIVE_CONTEXT, index).toBytes();
    }

    /**
     * The label of an entry. A NUL in it comes out as a replacement character.
     *
     * @param index the entry, counted from 0
     * @return the text
     */
    public String label(long index) {
        return entry(NativeFunction.ARCHIVE_LABEL, index).toText();
    }

    /**
     * The measurements of an entry.
     *
     * @param index the entry, counted from 0
     * @return the JSON object of {@link Proof#metricsJson}; empty where the making of its proof was not measured
     */
    public String metricsJson(long index) {
        return entry(NativeFunction.ARCHIVE_METRICS_JSON, index).toText();
    }

    /**
     * When an entry was appended, by the clock of the machine that did it.
     *
     * @param index the entry, counted from 0
     * @return the time, in whole milliseconds
     */
    public Instant time(long index) {
        return Instant.ofEpochMilli(entry(NativeFunction.ARCHIVE_TIME, index).toLong());
    }

    /**
     * The fingerprint: a digest that depends on every byte of the archive, and changes with every entry. Kept
     * elsewhere, it shows whether the archive was replaced or cut short. That of an archive that was only opened counts
     * once {@link #check} has passed.
     *
     * @return {@value NexusZero#FINGERPRINT_SIZE} bytes
     */
    public byte[] fingerprint() {
        return new Call(NativeFunction.ARCHIVE_FINGERPRINT).use(this).toBuffer(NexusZero.FINGERPRINT_SIZE);
    }

    /**
     * Reads the whole archive and checks it: the chain of digests, that every entry is complete and well formed, and
     * for an archive open for reading that it ends with a complete entry. Proofs are not verified.
     *
     * @throws MalformedException for a damaged archive
     */
    public void check() {
        new Call(NativeFunction.ARCHIVE_CHECK).use(this).run();
    }

    /**
     * What the archive holds, as a JSON object: numbers of records and shared objects, sizes, fingerprint, and what was
     * found at its end at opening. It reads the whole archive.
     *
     * @return the JSON
     */
    public String summaryJson() {
        return new Call(NativeFunction.ARCHIVE_SUMMARY_JSON).use(this).toText();
    }

    private Call entry(NativeFunction function, long index) {
        return new Call(function).use(this).number(index);
    }
}
