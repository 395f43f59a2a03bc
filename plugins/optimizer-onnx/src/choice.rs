//! Which candidate is taken: the rule of `bindings/python/src/nexuszero/optimizer/choice.py`.

use crate::model::Prediction;
use crate::request::Row;

/// A request has times in whole microseconds; the library compares them as they are.
const ROUNDING_MS: f64 = 0.0005;

/// The place of the admitted candidate with the shortest predicted proving time, among those whose predicted verification, times `margin`,
/// and predicted memory satisfy the constraints too; of equally fast ones the one that is verified fastest, then the smallest.
///
/// Where all of the admitted would violate them by these predictions, the one with the shortest predicted verification: the library makes
/// a proof in any case, and this is the one that is most likely to be in time. None where none is admitted.
pub fn choose(rows: &[Row<'_>], predictions: &[Prediction], margin: f64) -> Option<usize> {
    let places = admitted(rows);
    let satisfies = |place: &usize| {
        let (row, expected) = (&rows[*place], &predictions[*place]);
        let limit = row.request.constraints.max_verify_time_ms;
        limit.is_none_or(|limit| expected.verify_ms * margin <= limit)
            && expected.memory <= row.request.limits.max_memory as f64
    };
    let order = |place: usize| {
        let expected = &predictions[place];
        let size = rows[place].candidate.proof_size as f64;
        [expected.prove_ms, expected.verify_ms, size]
    };
    least(places.iter().copied().filter(satisfies), order).or_else(|| {
        least(places.iter().copied(), |place| {
            [predictions[place].verify_ms]
        })
    })
}

/// The places of the candidates that the library lets be taken: those that satisfy the constraints by its own predictions.
fn admitted(rows: &[Row<'_>]) -> Vec<usize> {
    let small = |place: &usize| {
        let limit = rows[*place].request.constraints.max_proof_size;
        limit.is_none_or(|limit| rows[*place].candidate.proof_size as f64 <= limit)
    };
    let verify_ms = |place: usize| rows[place].candidate.verify_ms;
    let in_time = |place: &usize| {
        let limit = rows[*place].request.constraints.max_verify_time_ms;
        limit.is_none_or(|limit| verify_ms(*place) <= limit - ROUNDING_MS)
    };
    let small: Vec<usize> = (0..rows.len()).filter(small).collect();
    let places: Vec<usize> = small.iter().copied().filter(in_time).collect();
    if places.is_empty() {
        // The library asks where one is in time, and so it is the soonest, which rounding has moved beyond the limit.
        return least(small.into_iter(), |place| [verify_ms(place)])
            .into_iter()
            .collect();
    }
    places
}

/// The first of the places whose key is least.
fn least<const N: usize>(
    places: impl Iterator<Item = usize>,
    key: impl Fn(usize) -> [f64; N],
) -> Option<usize> {
    places.reduce(|best, place| if key(place) < key(best) { place } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::tests::{request, with};
    use crate::request::Request;
    use serde_json::json;

    /// What is chosen where these are the predicted proving times, verification times and memory.
    fn chosen(request: &Request, predicted: [(f64, f64, f64); 4], margin: f64) -> Option<usize> {
        let predictions = predicted.map(|(prove_ms, verify_ms, memory)| Prediction {
            prove_ms,
            verify_ms,
            memory,
        });
        choose(&request.rows().unwrap(), &predictions, margin)
    }

    const AS_THE_LIBRARY: [(f64, f64, f64); 4] = [
        (1.0, 0.9, 0.0),
        (1.5, 0.9, 0.0),
        (6.0, 5.0, 0.0),
        (9.0, 5.0, 0.0),
    ];

    #[test]
    fn the_fastest_that_satisfies_the_constraints() {
        let free = Request::read(request().to_string().as_bytes()).unwrap();
        assert_eq!(chosen(&free, AS_THE_LIBRARY, 1.0), Some(0));
        let small = with("/constraints/max_proof_size", json!(4000));
        assert_eq!(chosen(&small, AS_THE_LIBRARY, 1.0), Some(2));
        let tiny = with("/constraints/max_proof_size", json!(3999.5));
        assert_eq!(chosen(&tiny, AS_THE_LIBRARY, 1.0), None);
        let mut slow_threads = AS_THE_LIBRARY;
        slow_threads[0].0 = 2.0;
        assert_eq!(chosen(&free, slow_threads, 1.0), Some(1));
        let mut hungry = AS_THE_LIBRARY;
        (hungry[0].2, hungry[1].2) = (1e12, 1e12);
        assert_eq!(chosen(&free, hungry, 1.0), Some(2));
    }

    #[test]
    fn of_equals_the_sooner_verified_then_the_smaller_then_the_first() {
        let free = Request::read(request().to_string().as_bytes()).unwrap();
        assert_eq!(chosen(&free, [(1.0, 2.0, 0.0); 4], 1.0), Some(2));
        let mut sooner = [(1.0, 2.0, 0.0); 4];
        sooner[1].1 = 1.5;
        assert_eq!(chosen(&free, sooner, 1.0), Some(1));
    }

    #[test]
    fn the_margin() {
        let limited = with("/constraints/max_verify_time_ms", json!(2.1));
        let predicted = [
            (1.0, 2.0, 0.0),
            (3.0, 1.0, 0.0),
            (0.1, 0.1, 0.0),
            (0.1, 0.1, 0.0),
        ];
        assert_eq!(chosen(&limited, predicted, 1.0), Some(0));
        assert_eq!(chosen(&limited, predicted, 1.1), Some(1));
        // Where none is in time, the one that is soonest.
        assert_eq!(chosen(&limited, predicted, 3.0), Some(1));
    }

    /// 1.0004 ms stand there as 1.0: the library would refuse it for a limit of 1 ms.
    #[test]
    fn times_of_a_request_are_rounded() {
        let mut limited = request();
        limited["constraints"]["max_verify_time_ms"] = json!(0.9);
        let admitted = |json: &serde_json::Value| {
            let request = Request::read(json.to_string().as_bytes()).unwrap();
            let places = super::admitted(&request.rows().unwrap());
            places
        };
        assert_eq!(
            admitted(&limited),
            [0],
            "the library asks where one is in time"
        );
        limited["candidates"][3]["verify_ms"] = json!(0.899);
        assert_eq!(admitted(&limited), [3]);
    }
}
