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
