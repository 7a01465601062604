//! A secret in whatever way it may be written, and texts that hold none.

use proptest::prelude::*;

use super::*;

const USER_SIG: &str =
    "eJwtzEELgkAUBOC-*sxZ_Rj2mrsuQd0C6Q9vM-VwMTXlXYhqv*eXeZvg_mIYQ-Zxv_0ZLZhKABLHYw__";

fn assert_quotes(text: &str) {
    assert!(quotes(text, &[USER_SIG]), "{text}");
    let inside = ["<p>request to ", text, " failed</p>"].concat();
    assert!(quotes(&inside, &["other", USER_SIG]), "{inside}");
    assert_eq!(withheld(&inside, &[USER_SIG]), WITHHELD);
}

#[test]
fn twelve_characters_in_a_row_are_a_quotation() {
    for start in 0..=USER_SIG.len() - LEAST {
        assert_quotes(&USER_SIG[start..start + LEAST]);
        let short = &USER_SIG[start..start + LEAST - 1];
        for text in [short.to_owned(), ["<", short, ">"].concat()] {
            assert!(!quotes(&text, &[USER_SIG]), "{text}");
            assert_eq!(withheld(&text, &[USER_SIG]), text);
        }
    }
}

/// `-*sxZ_Rj2mrs` from the middle of it, in each way.
#[test]
fn a_quotation_is_found_however_it_is_written() {
    assert!(USER_SIG.contains("-*sxZ_Rj2mrs"));
    for text in [
        "-*sxZ_Rj2mrs",
        "%2D%2AsxZ%5FRj2mrs",
        "%2d%2asxZ%5fRj2mrs",
        "-%252AsxZ_Rj2mrs",
        "%25252D%2525252AsxZ_Rj2mrs",
        "-&#42;sxZ_Rj2mrs",
        "-&#0042;sxZ_Rj2mrs",
        "-&#42sxZ_Rj2mrs",
        "&#45&#42sxZ_Rj2mrs",
        "-&#x2a;sxZ_Rj2mrs",
        "-&#X2AsxZ_Rj2mrs",
        "-&ast;sxZ&lowbar;Rj2mrs",
        "-&amp;amp;ast;sxZ_Rj2mrs",
        "-&#38;#38;#42;sxZ_Rj2mrs",
        "-\\u002asxZ_Rj2mrs",
        "-\\u002AsxZ\\u005fRj2mrs",
        "-\\\\u002asxZ_Rj2mrs",
        "-\\\\\\\\u002asxZ_Rj2mrs",
        "\\-\\*sxZ\\_Rj2mrs",
        "-\\x2asxZ_Rj2mrs",
        "-%u002asxZ_Rj2mrs",
        "-%26%2342%3BsxZ_Rj2mrs",
        "%26%2345%26%2342sxZ_Rj2mrs",
        "-&#37;2AsxZ_Rj2mrs",
        "-\\u0025252AsxZ_Rj2mrs",
        "-\\u0026ast\\u003bsxZ_Rj2mrs",
        "-*sxZ_\nRj2mrs",
        "-*sxZ_\r\n Rj2mrs",
        "-*sxZ_%0D%0ARj2mrs",
        "-*sxZ_\\r\\nRj2mrs",
        "-*sxZ_&#10;&nbsp;Rj2mrs",
        "- * s x Z _ R j 2 m r s",
        "-\t*\tsxZ_Rj2mrs",
        "-%2 AsxZ_Rj2mrs",
        "-*sxZ\u{200b}_Rj\u{a0}2m\u{ad}rs",
        "-*sxZ_%E2%80%8BRj2mrs",
        "-*sxZ_用户Rj2mrs",
        "-&zwj;*s&ThinSpace;xZ_&lrm;Rj2&InvisibleTimes;mrs",
        "-*sxZ_<wbr>Rj2mrs",
        "-*sx<br/>Z_<a href=\"x\">Rj2</a>mrs",
        "-*sxZ_&lt;wbr&gt;Rj2mrs",
        "-*sxZ_\\u003cwbr\\u003eRj2mrs",
        "-\\u{2a}sxZ\\u{005f}Rj2mrs",
        "\\-*sxZ_Rj2mrs",
        "%-*sxZ_Rj2mrs",
        "&#-*sxZ_Rj2mrs",
    ] {
        assert_quotes(text);
    }
}

#[test]
fn lines_of_64_characters_are_one_text() {
    let long = "eJwtzEELgkAUBOC-".repeat(20);
    let lines: Vec<&str> =
        long.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    for separator in ["\n", "\r\n", "\\n", "\\\\n", "%0A", "<br>\n"] {
        assert!(quotes(&lines.join(separator), &[&long]), "{separator:?}");
    }
}

#[test]
fn each_word_of_a_bearer_counts() {
    let bearer = "Bearer 4f0c7e5b1d9a8b6c0011 x";
    for text in ["4f0c7e5b1d9a8b6c0011", "token=7e5b1d9a8b6c", "{\"a\":\"Bearer 4f0c7e5b1d9a\"}"] {
        assert!(quotes(text, &[bearer]), "{text}");
    }
    for text in ["Bearer", "Bearer 4f0c7e5b1d9", "Bearer x", "x"] {
        assert!(!quotes(text, &[bearer]), "{text}");
    }
    // Its own escapes are none.
    assert!(quotes("no access for ab%41cd%42ef", &["ab%41cd%42ef"]));
}

#[test]
fn a_text_without_end_of_forms_is_withheld() {
    let layers = |sign: &str, layer: &str| [sign, &layer.repeat(50)].concat();
    let of_one_kind = layers("%", "25") + "20";
    assert!(!quotes(&of_one_kind, &[USER_SIG]));
    assert!(quotes(&[&of_one_kind, " ", &layers("&", "amp;")].concat(), &[USER_SIG]));
    let encoded = ["-%", &"25".repeat(100), "2AsxZ_Rj2mrs"].concat();
    assert!(quotes(&encoded, &[USER_SIG]));
}

#[test]
fn a_text_whose_forms_are_too_long_is_withheld() {
    let layers = |count: usize| ["%", &"25".repeat(count), "20"].concat().repeat(100_000);
    assert!(!quotes(&layers(3), &[USER_SIG]));
    assert!(quotes(&layers(30), &[USER_SIG]));
}

#[test]
fn a_word_of_eight_to_eleven_characters_counts_as_a_whole() {
    for word in ["hunter22", "hunter2-abc"] {
        let secret = ["Basic ", word].concat();
        for text in [word.to_owned(), format!("<{word}>"), format!("key%20{word}%20is wrong")] {
            assert!(quotes(&text, &[&secret]), "{text}");
        }
        for text in [format!("a{word}"), format!("{word}0"), word[1..].to_owned()] {
            assert!(!quotes(&text, &[&secret]), "{text}");
        }
    }
    assert!(!quotes("the key hunter2 is wrong", &["hunter2", "", " "]));
}

#[test]
fn the_value_of_a_parameter_usersig_need_not_be_known() {
    for text in [
        "https://h/p?a=1&usersig=eJwtzEELgkAU&random=7",
        "https://h/p?UserSig=eJwtzEELgkAU",
        "?usersig=%65JwtzE%2A-_kAU",
        "to=https%3A%2F%2Fh%2Fp%3Fusersig%3DeJwtzE%2ALgkAU%26random%3D1",
        "usersig%253DeJwtzEELgkAU",
        "usersig&#61;eJwtzEELgkAU",
        "usersig&equals;eJwtzEELgkAU",
        "usersig\\u003deJwtzEELgkAU",
        "user%73ig=eJwtzEELgkAU",
    ] {
        assert!(quotes(text, &[]), "{text}");
    }
    for text in [
        "usersig=",
        "usersig=eJwtzEELgkA",
        "usersig= is missing in this request",
        "the usersig that was given is wrong",
        "sig=eJwtzEELgkAU",
        "usersig=<not shown here>",
    ] {
        assert!(!quotes(text, &[]), "{text}");
    }
}

#[test]
fn texts_without_secrets_stay_as_they_are() {
    for text in [
        "",
        "fetch failed",
        "connect ECONNREFUSED 127.0.0.1:443",
        "{\"ActionStatus\":\"FAIL\",\"ErrorCode\":70001,\"ErrorInfo\":\"usersig expired\"}",
        "用户 &copy; 100 % C:\\new\\table &#; &#x; %zz \\u00 \\ %25252525",
    ] {
        assert_eq!(withheld(text, &[USER_SIG, "Bearer abcdefghijklmnop"]), text);
        assert!(matches!(withheld(text, &[USER_SIG]), Cow::Borrowed(_)));
    }
}

/// One way to write a text, its characters each as `choose` says.
#[derive(Clone, Copy, Debug)]
enum Writing {
    Percent,
    Json,
    Decimal,
    Hexadecimal,
    JsonText,
    HtmlText,
    Spaced,
    Lines,
}

const WRITINGS: [Writing; 8] = [
    Writing::Percent,
    Writing::Json,
    Writing::Decimal,
    Writing::Hexadecimal,
    Writing::JsonText,
    Writing::HtmlText,
    Writing::Spaced,
    Writing::Lines,
];

fn written(text: &str, writing: Writing, choose: u64) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        let is_chosen = choose >> (at % 64) & 1 == 1;
        let code = u32::from(c);
        out += &match writing {
            // What these have a meaning for is always escaped, the rest as chosen.
            Writing::Percent if is_chosen || c == '%' || code > 127 => percent(c),
            Writing::Json if is_chosen || c == '\\' => format!("\\u{code:04x}"),
            Writing::Decimal if is_chosen || c == '&' => format!("&#{code};"),
            Writing::Hexadecimal if is_chosen || c == '&' => format!("&#x{code:X};"),
            Writing::JsonText if matches!(c, '"' | '\\' | '/') => format!("\\{c}"),
            Writing::HtmlText if c == '&' => "&amp;".to_owned(),
            Writing::HtmlText if c == '*' => "&ast;".to_owned(),
            Writing::Spaced if is_chosen => format!("{c} "),
            Writing::Lines if at % 7 == 6 => format!("{c}\n"),
            _ => c.to_string(),
        };
    }
    out
}

fn percent(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

proptest! {
    #[test]
    fn any_part_in_any_chain_of_writings_is_found(
        secret in "[A-Za-z0-9*_-]{12,250}",
        start in any::<prop::sample::Index>(),
        more in 0_usize..40,
        chain in prop::collection::vec((prop::sample::select(&WRITINGS[..]), any::<u64>()), 0..5),
        around in ("[ -~]{0,20}[ .]", "[ .][ -~]{0,20}"),
    ) {
        let start = start.index(secret.len() - LEAST + 1);
        let end = secret.len().min(start + LEAST + more);
        let mut text = secret[start..end].to_owned();
        for (writing, choose) in &chain {
            text = written(&text, *writing, *choose);
        }
        prop_assert!(quotes(&text, &[&secret]), "{}", text);
        let (before, after) = around;
        // No half of an escape of its own may reach into it.
        let before = before.replace(['\\', '%', '&'], "");
        prop_assert!(quotes(&[&before, text.as_str(), &after].concat(), &[&secret]), "{}", text);
    }

    #[test]
    fn any_texts_do_no_harm(text in any::<String>(), secrets in prop::collection::vec(any::<String>(), 0..3)) {
        let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
        let _ = withheld(&text, &secrets);
    }

    #[test]
    fn any_mix_of_escapes_does_no_harm(text in "[%\\\\&#;xu0-9a-f= \nast]{0,80}", secret in "[%\\\\&#;xu0-9a-f=ast]{0,30}") {
        let _ = withheld(&text, &[&secret]);
        if secret.len() >= LEAST {
            prop_assert!(quotes(&secret, &[&secret]));
        }
    }

    #[test]
    fn texts_of_other_letters_are_shown(text in "[b-z0-9 \"{}:,.]{0,400}", secret in "[A-Z*_-]{12,250}") {
        prop_assert!(!quotes(&text, &[&secret]), "{}", text);
    }
}
