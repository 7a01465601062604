use super::*;

fn refused(code: i64) -> Error {
    let mut error = Error::new(Kind::Api, "refused");
    error.code = Some(code);
    error
}

fn http(status: u16) -> Error {
    let mut error = Error::new(Kind::Http, "no reply");
    error.status = Some(status);
    error.retryable = matches!(status, 408 | 429 | 500..);
    error
}

fn failed(kind: Kind) -> Error {
    Error::new(kind, "no answer")
}

fn after(retries: u32, renewed: bool) -> Past {
    Past { retries, renewed }
}

fn pause(up_to: u32) -> Next {
    Next::After(Pause { at_least: 0, up_to })
}

#[test]
fn retry_what_may_pass_is_repeated_and_nothing_else() {
    let repeated =
        [60007, 60008, 60011, 60014, 60018, 60019, 70169, 70202, 70500, 100_001, 100_012];
    for known in
        error_codes::CODES.iter().filter(|known| known.remedy != error_codes::Remedy::RenewUserSig)
    {
        let expected = match known.code {
            // Whose room it is shows a second later.
            100_012 => Next::After(Pause { at_least: 1000, up_to: 250 }),
            code if repeated.contains(&code) => pause(250),
            _ => Next::GiveUp,
        };
        assert_eq!(
            next(&refused(known.code), &Effect::Set, None, Past::default(), 2),
            expected,
            "{}",
            known.code
        );
    }
    for (error, expected) in [
        (failed(Kind::Network), pause(250)),
        (failed(Kind::Timeout), pause(250)),
        (failed(Kind::Protocol), Next::GiveUp),
        (failed(Kind::Invalid), Next::GiveUp),
        (failed(Kind::Load), Next::GiveUp),
        (http(408), pause(250)),
        (http(429), pause(250)),
        (http(500), pause(250)),
        (http(503), pause(250)),
        (http(404), Next::GiveUp),
        (http(301), Next::GiveUp),
        (http(0), Next::GiveUp),
        (refused(1), Next::GiveUp),
        (refused(-1), Next::GiveUp),
    ] {
        assert_eq!(next(&error, &Effect::Set, None, Past::default(), 2), expected, "{error:?}");
    }
}

#[test]
fn retry_pauses_double_up_to_four_seconds_and_retries_end() {
    let error = failed(Kind::Network);
    for (retries, expected) in [
        (0, pause(250)),
        (1, pause(500)),
        (2, pause(1000)),
        (3, pause(2000)),
        (4, pause(4000)),
        (5, pause(4000)),
        (98, pause(4000)),
        (99, Next::GiveUp),
        (100, Next::GiveUp),
    ] {
        assert_eq!(
            next(&error, &Effect::Set, None, after(retries, true), 99),
            expected,
            "{retries}"
        );
    }
    assert_eq!(next(&error, &Effect::Set, None, after(u32::MAX - 1, false), u32::MAX), pause(4000));
}

#[test]
fn retry_an_expired_user_sig_is_renewed_once_and_not_at_all_without_retries() {
    for (code, past, max_retries, expected) in [
        (70001, after(0, false), 2, Next::RenewUserSig),
        (70052, after(0, false), 2, Next::RenewUserSig),
        (70001, after(2, false), 2, Next::RenewUserSig),
        (70001, after(0, true), 2, Next::GiveUp),
        (70001, after(0, false), 0, Next::GiveUp),
        (60008, after(0, false), 0, Next::GiveUp),
        (60008, after(0, true), 1, pause(250)),
        (70050, after(0, false), 2, Next::GiveUp),
    ] {
        let decided = next(&refused(code), &Effect::Set, None, past, max_retries);
        assert_eq!(decided, expected, "{code} {past:?} {max_retries}");
    }
}

#[test]
fn retry_the_service_is_left_alone_for_as_long_as_it_asks_up_to_a_minute() {
    for (asked, expected) in [
        (0.0, pause(250)),
        (1000.0, Next::After(Pause { at_least: 1000, up_to: 250 })),
        (60_000.0, Next::After(Pause { at_least: 60_000, up_to: 250 })),
        (60_001.0, Next::GiveUpForLong),
        (f64::MAX, Next::GiveUpForLong),
    ] {
        assert_eq!(
            next(&http(503), &Effect::Set, Some(asked), Past::default(), 2),
            expected,
            "{asked}"
        );
    }
    assert_eq!(next(&http(503), &Effect::Set, Some(f64::MAX), Past::default(), 0), Next::GiveUp);
}

#[test]
fn retry_chance_decides_over_the_whole_pause() {
    let pause = Pause { at_least: 0, up_to: 250 };
    assert_eq!([0, 1 << 31, u32::MAX].map(|random| pause.length(random)), [0, 125, 250]);
    let asked = Pause { at_least: 100, up_to: 250 };
    assert_eq!([0, u32::MAX].map(|random| asked.length(random)), [100, 250]);
}

#[test]
fn retry_without_an_answer_only_what_can_be_told_apart_is_repeated() {
    let codes = Effect::Once(vec![100_005]);
    let once = Effect::Once(Vec::new());
    for (effect, unanswered) in
        [(Effect::Read, true), (Effect::Set, true), (codes, true), (once, false)]
    {
        // A gateway's words, and a code that tells of a time limit, are no answer to what became of it.
        let open = [failed(Kind::Network), failed(Kind::Timeout), http(502), refused(60008)];
        for error in open {
            let decided = next(&error, &effect, None, Past::default(), 2);
            assert_eq!(decided == Next::GiveUp, !unanswered, "{effect:?} {error:?}");
            assert_eq!(is_doubtful(&error, &effect), !unanswered);
        }
        for answered in [http(503), http(429), refused(60007)] {
            assert_eq!(
                next(&answered, &effect, None, Past::default(), 2),
                pause(250),
                "{effect:?} {answered:?}"
            );
        }
    }
}

#[test]
fn retry_what_may_still_be_applied_is_known() {
    for (error, expected) in [
        (failed(Kind::Network), false),
        (failed(Kind::Timeout), false),
        (failed(Kind::Protocol), false),
        (http(504), false),
        (http(502), false),
        (http(503), true),
        (http(429), true),
        (http(302), true),
        (refused(60008), false),
        (refused(70202), false),
        (refused(60007), true),
        (refused(100_004), true),
    ] {
        assert_eq!(is_outcome_known(&error), expected, "{error:?}");
    }
}

#[test]
fn retry_too_fast_is_what_the_service_calls_so() {
    for code in [60007, 60011, 60018, 60019] {
        assert!(is_too_fast(&refused(code)), "{code}");
    }
    assert!(is_too_fast(&http(429)));
    assert!(!is_too_fast(&http(503)) && !is_too_fast(&refused(60008)));
}
