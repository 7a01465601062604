//! What the commands say while they work.

use std::cell::RefCell;
use std::io::IsTerminal;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// All spinners: a step may have steps inside, and each is to keep its line.
static BARS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

static VERBOSE: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// What this thread has to say, while it is kept back.
    static KEPT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does `work`, and says what it says when it has ended, in one piece: others work at the same time.
pub(crate) fn in_one_piece<T>(name: &str, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        eprintln!("   ...    {name}");
    }
    KEPT.set(Some(String::new()));
    let result = work();
    if let Some(text) = KEPT.take() {
        BARS.suspend(|| eprint!("{text}"));
    }
    result
}

/// Show the output of the programs that are run, not only that of those that fail.
pub(crate) fn set_verbose(on: bool) {
    VERBOSE.store(on, Ordering::Relaxed);
}

/// One thing being done: a spinner on a terminal, lines with times elsewhere.
#[derive(Debug)]
pub(crate) struct Step {
    bar: Option<ProgressBar>,
    what: String,
    started: Instant,
}

impl Step {
    pub(crate) fn start(what: impl Into<String>) -> Self {
        let what = what.into();
        let bar = (std::io::stderr().is_terminal() && !is_verbose()).then(|| spinner(&what));
        // Only what is read as it happens needs to be told that something begins.
        if bar.is_none() && KEPT.with_borrow(Option::is_none) {
            eprintln!("   ...    {what}");
        }
        Self { bar, what, started: Instant::now() }
    }

    /// The latest line of a program's output.
    pub(crate) fn line(&self, line: &str) {
        if is_verbose() {
            eprintln!("          | {line}");
        } else if let Some(bar) = &self.bar {
            bar.set_message(format!("{}  {}", self.what, cut(line.trim(), 70)));
        }
    }

    pub(crate) fn done(self, note: &str) -> Duration {
        self.end(note)
    }

    pub(crate) fn failed(self) -> Duration {
        self.end("FAILED")
    }

    fn end(self, note: &str) -> Duration {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let took = self.started.elapsed();
        let gap = if note.is_empty() { "" } else { ": " };
        say(&format!("{:>8}  {}{gap}{note}", seconds(took), self.what));
        took
    }
}

/// Does one thing under the eyes of the user.
pub(crate) fn step<T>(
    what: impl Into<String>,
    work: impl FnOnce(&Step) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let step = Step::start(what);
    match work(&step) {
        Ok(value) => {
            step.done("");
            Ok(value)
        }
        Err(error) => {
            step.failed();
            Err(error)
        }
    }
}

/// Writes to standard error, between the spinners.
pub(crate) fn say(text: &str) {
    let is_kept = KEPT.with_borrow_mut(|kept| match kept {
        Some(kept) => {
            kept.push_str(text);
            kept.push('\n');
            true
        }
        None => false,
    });
    if !is_kept {
        BARS.suspend(|| eprintln!("{text}"));
    }
}

/// `0.4 s`, `12.3 s`, `2 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    if time.as_secs() < 100 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
}

pub(crate) fn is_verbose() -> bool {
    VERBOSE.load(Ordering::Relaxed)
}

fn spinner(what: &str) -> ProgressBar {
    let bar = BARS.add(ProgressBar::new_spinner());
    if let Ok(style) = ProgressStyle::with_template("{elapsed:>8}  {spinner} {msg}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_readable() {
        assert_eq!(seconds(Duration::from_millis(432)), "0.4 s");
        assert_eq!(seconds(Duration::from_millis(99_900)), "99.9 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn report_what_is_kept_back_is_this_threads_alone() {
        in_one_piece("test", || {
            say("one");
            std::thread::spawn(|| assert!(KEPT.with_borrow(Option::is_none))).join().unwrap();
            step("two", |_| Ok(())).unwrap();
            let kept = KEPT.with_borrow(|kept| kept.clone().unwrap());
            assert!(kept.starts_with("one\n") && kept.ends_with("  two\n"), "{kept}");
        });
        assert!(KEPT.with_borrow(Option::is_none));
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        assert_eq!(cut("äöü", 2), "äö");
    }
}
