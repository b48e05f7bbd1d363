//! Texts that hardly anybody writes.

use super::Written;
use super::read_body;
use crate::span::FileId;
use crate::vocabulary::Kind;
use crate::vocabulary::RawHtml;

#[test]
fn deep_lists_and_quotations_are_read() {
    for (mark, kind) in [("- ", Kind::Incident), ("- ", Kind::PressRelease), ("> ", Kind::Incident)] {
        for source in [format!("{}x\n", mark.repeat(60_000)), format!("{}x\n\n", mark.repeat(50)).repeat(500)]
        {
            let written =
                Written { file: FileId(0), source: &source, start: 0, kind, html: RawHtml::Escaped };
            // With work that grows with the square of the depth this takes minutes.
            read_body(&mut Vec::new(), written);
        }
    }
}

#[test]
fn a_backslash_behind_brackets_opens_nothing() {
    let source = "[A]\\\\\\\nTel: [redact: a number]\n";
    let written =
        Written { file: FileId(0), source, start: 0, kind: Kind::PressRelease, html: RawHtml::Escaped };
    let mut mistakes = Vec::new();
    read_body(&mut mistakes, written);
    assert_eq!(mistakes, []);
}
