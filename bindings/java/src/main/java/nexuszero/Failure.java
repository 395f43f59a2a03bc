package nexuszero;

import java.util.ArrayList;
import java.util.List;

/** What an {@code nxz_error} says. */
record Failure(int code, String message, String field, List<Problem> problems) {
    /** What a call that answered {@code code} left in its error slot. Of NULL only the code is known. */
    static Failure of(int code, long error) {
        if (error != 0) {
            return take(error);
        }
        return of(code, Status.of(code).description());
    }

    /** One problem, for which no input is to blame. */
    static Failure of(int code, String message) {
        return new Failure(code, message, null, List.of(new Problem(Status.of(code), message, null)));
    }

    /** Reads an {@code nxz_error} and frees it. */
    private static Failure take(long error) {
        try {
            List<Problem> problems = new ArrayList<>();
            long count = new Call(NativeFunction.ERROR_PROBLEMS).number(error).value();
            for (long i = 0; i < count; i++) {
                problems.add(new Problem(
                        Status.of((int) new Call(NativeFunction.ERROR_PROBLEM_CODE).number(error).number(i).value()),
                        new Call(NativeFunction.ERROR_PROBLEM_MESSAGE).number(error).number(i).toCString(),
                        new Call(NativeFunction.ERROR_PROBLEM_FIELD).number(error).number(i).toCString()));
            }
            return new Failure(
                    (int) new Call(NativeFunction.ERROR_CODE).number(error).value(),
                    new Call(NativeFunction.ERROR_MESSAGE).number(error).toCString(),
                    new Call(NativeFunction.ERROR_FIELD).number(error).toCString(),
                    List.copyOf(problems));
        } finally {
            new Call(NativeFunction.ERROR_FREE).number(error).value();
        }
    }
}
