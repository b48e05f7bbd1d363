//! Texts with their holes filled, without their tags: what a reader of the page reads.

use super::Indexing;
use super::text::Field;
use super::text::Text;
use crate::archive::AsMeant;
use crate::archive::LinkTarget;
use crate::cite::Piece;
use crate::html::is_inline;
use crate::html::unescape;
use crate::markdown::Body;
use crate::markdown::Citation;
use crate::markdown::Hole;
use crate::markdown::Html;
use memchr::memchr;
use pulldown_cmark_escape::escape_html;

/// Stands in the place of what is withheld, as the bar does in the page. It is no part of a word.
pub(super) const REDACTED: char = '█';

/// Adds each block of a text: paragraphs, headings, items of lists, cells of tables.
pub(super) fn add_blocks(cx: &Indexing<'_>, body: &Body<AsMeant>, html: &Html, text: &mut Text) {
    if html.is_empty() {
        return;
    }
    let html = html.filled(|out, hole| fill(cx, body, out, hole));
    let mut block = String::new();
    let mut rest = html.as_str();
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        block.push_str(&unescape(&rest[..at]));
        let (tag, after) = split_tag(&rest[at..]);
        match name_of(tag) {
            "br" => block.push(' '),
            name if is_inline(name) => {}
            _ => {
                text.add(Field::Text, &block);
                block.clear();
            }
        }
        rest = after;
    }
    block.push_str(&unescape(rest));
    text.add(Field::Text, &block);
}

fn fill(cx: &Indexing<'_>, body: &Body<AsMeant>, out: &mut String, hole: &Hole) {
    match hole {
        Hole::Title(index) => {
            let target = &body.targets[*index];
            if let LinkTarget::Record(id, _) = &target.to {
                escape(out, target.label.as_deref().unwrap_or_else(|| cx.title(*id)));
            }
        }
        Hole::Image(_, alt) => {
            out.push(' ');
            escape(out, alt);
            out.push(' ');
        }
        Hole::Citation(index) => escape(out, &citation(cx, &body.citations[*index])),
        Hole::Redaction(_) => out.push(REDACTED),
        Hole::LinkStart(_)
        | Hole::LinkEnd(_)
        | Hole::FootnoteRef(..)
        | Hole::FootnoteBack(..)
        | Hole::TableStart
        | Hole::Task(_) => {}
    }
}

/// A citation as it is shown: "(Davis, Lister and Wrigley, 2015, ch. 4; Leys and Player, 2011)".
fn citation(cx: &Indexing<'_>, citation: &Citation<AsMeant>) -> String {
    let mut out = String::new();
    for piece in cx.citing.alone(citation) {
        match piece {
            Piece::Words(stretch) => out.push_str(&stretch.text),
            Piece::Written(affix) => out.push_str(&affix.text),
            Piece::Start(_) | Piece::End => {}
        }
    }
    out
}

fn escape(out: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = escape_html(&mut *out, text);
}

/// A tag with all its attributes, of which values may hold any sign, and what follows it.
fn split_tag(html: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return html.split_at(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    (html, "")
}

fn name_of(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()]
}
