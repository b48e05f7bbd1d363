//! The quick look at a line is held against the careful one.

use super::*;
use proptest::prelude::ProptestConfig;
use proptest::prelude::proptest;

#[test]
fn most_lines_are_sound() {
    let text = "title: Letters, lost\nunit: >5\nclaims:\n  - id: a\n    text: It's [sic] \u{201c}so\u{201d}\nplaces:\n- Leeds\nlast: 1\n";
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let sound = starts.iter().filter(|at| sound_end(text, **at).is_some()).count();
    assert_eq!((starts.len() - 1, sound), (8, 7));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// A line that is taken for sound is one in which a closer look finds nothing to mend.
    #[test]
    fn a_sound_line_needs_no_mending(
        text in "(a: |a_1:|  - |- |  b: |7: |a-b: |)([#:,\"' \t\\-\\[\\]{}7aé\n|>?&*!%@=.~\u{a0}\r]|: | #|  - |\n  |\nb: |words){0,12}\n"
    ) {
        let mut at = 0;
        while at < text.len() {
            let Some(end) = sound_end(&text, at) else {
                at = line_end(&text, at);
                continue;
            };
            let places = Places { base: 0, added: Vec::new() };
            let mut mending = Mending { text: &text, copied: String::new(), upto: 0, places };
            let mut diagnostics = Vec::new();
            let careful = mend_line(&mut diagnostics, FileId(0), &mut mending, at);
            assert!(diagnostics.is_empty(), "{text:?} at {at}: {diagnostics:?}");
            assert_eq!((careful, mending.copied.as_str()), (end, ""), "{text:?} at {at}");
            at = end;
        }
    }
}
