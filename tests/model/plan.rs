//! What the service of a history does to each attempt. Whatever is applied is applied within the service's limit, and
//! before a reply that says so.

use std::collections::BTreeMap;

use room_engine_admin::engine::Exchange;
use room_engine_admin::engine::reply::HttpResponse;

use super::Setting;
use super::change::{Change, Effect};
use crate::fake_platform::rng::Rng;
use crate::fake_platform::{Plan, answer, reply};

/// What the service itself takes at the most, in milliseconds.
pub(crate) const SERVICE_LIMIT: f64 = 3000.0;

/// A service that remembers what it has done.
pub(crate) fn planner(
    rng: Rng,
    setting: Setting,
    changes: Vec<Change>,
) -> impl FnMut(usize, f64, &Exchange) -> Plan {
    let mut done = BTreeMap::<usize, f64>::new();
    move |call, now, exchange| {
        assert_eq!(f64::from(exchange.timeout_ms), setting.timeout);
        let effect = changes[call].kind.effect();
        let plan = plan(&rng, &setting, effect);
        match (effect, done.get(&call)) {
            // It is not done a second time, and whoever asks is told so: once it has been done.
            (Effect::OnceWithCode(code), Some(at)) if plan.applied_after.is_some() => {
                let is_success = plan
                    .answer
                    .is_some_and(|(_, answer)| answer.is_ok_and(|answer| answer == reply(0)));
                let after = (at - now).max(0.0) + rng.between(1.0, 300.0);
                let answer = is_success.then(|| (after, Ok(reply(code))));
                Plan { applied_after: None, answer }
            }
            _ => {
                if let Some(after) = plan.applied_after {
                    done.entry(call).or_insert(now + after);
                }
                plan
            }
        }
    }
}

fn plan(rng: &Rng, setting: &Setting, effect: Effect) -> Plan {
    let work = rng.between(0.0, rng.pick(&[50.0, 400.0, SERVICE_LIMIT]));
    let quick = rng.between(1.0, 300.0);
    let maybe_late = rng.percent(50).then(|| rng.between(0.0, SERVICE_LIMIT));
    let answered =
        |applied_after, after, answer| Plan { applied_after, answer: Some((after, Ok(answer))) };
    if !rng.percent(setting.faults) {
        return answered(Some(work), work + quick, reply(0));
    }
    let busy = |status, retry_after_ms| HttpResponse { retry_after_ms, ..answer(status, "busy") };
    match rng.below(13) {
        0 => Plan { applied_after: None, answer: Some((quick, Err("refused".into()))) },
        1 => Plan { applied_after: maybe_late, answer: Some((quick, Err("reset".into()))) },
        2 => Plan { applied_after: maybe_late, answer: None },
        3 => answered(Some(work), work + rng.between(0.0, 6000.0), reply(0)),
        4 => answered(None, quick, reply(rng.pick(&[60007, 60011, 60018, 60019]))),
        5 => answered(None, quick, reply(rng.pick(&[60014, 70500, 100_001, 70001, 70052]))),
        6 => answered(maybe_late, quick, reply(rng.pick(&[60008, 70169, 70202]))),
        7 => answered(None, quick, reply(rng.pick(&[100_004, 70009, 70050]))),
        8 => {
            let pauses = [None, Some(0.0), Some(1000.0), Some(3000.0), Some(100_000.0)];
            answered(None, quick, busy(503, rng.pick(&pauses)))
        }
        9 => answered(None, quick, busy(429, Some(1000.0))),
        10 => answered(maybe_late, quick, answer(rng.pick(&[500, 502, 504]), "<html>")),
        11 => match effect {
            // Somebody else has done it.
            Effect::OnceWithCode(code) => answered(None, quick, reply(code)),
            _ => answered(None, quick, answer(404, "")),
        },
        _ => answered(maybe_late, quick, answer(200, "<html>sign in</html>")),
    }
}
