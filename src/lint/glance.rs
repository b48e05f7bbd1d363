//! Tells at a glance that most texts hold nothing that the rules about writing look for, so that they are not read once
//! more.
//!
//! Where it says so, nothing is there; where it does not, the text has to be read.

/// The last words of links that say nothing.
const LAST_WORDS: [&[u8]; 6] = [b"here", b"this", b"link", b"page", b"more", b"click"];

/// Whether a text has to be read for headings that are skipped, links whose words say nothing, and promises.
pub(super) fn may_break_rules(body: &[u8]) -> bool {
    has_deep_heading(body) || may_promise(body) || may_have_empty_link(body)
}

/// No heading of the first or second level skips one.
fn has_deep_heading(body: &[u8]) -> bool {
    memchr::memchr_iter(b'#', body).any(|at| body[at..].starts_with(b"###"))
}

/// Whether the word `below` stands in a text. Its `w` is the rarest letter of it.
pub(super) fn may_promise(text: &[u8]) -> bool {
    let is_below = |at: usize| at >= 4 && text[at - 4..at].eq_ignore_ascii_case(b"belo");
    memchr::memchr2_iter(b'w', b'W', text).any(is_below)
}

fn may_have_empty_link(body: &[u8]) -> bool {
    memchr::memchr_iter(b']', body).any(|at| may_end_empty_link(&body[..at]))
}

/// Whether the bracket behind these bytes may end the words of a link that say nothing.
fn may_end_empty_link(bytes: &[u8]) -> bool {
    let is_passed_over = |byte: &u8| b" \n.:*_~`".contains(byte);
    let Some(last) = bytes.iter().rposition(|byte| !is_passed_over(byte)) else { return false };
    match bytes[last] {
        b'[' => false,
        // Something in brackets ends the words, such as a footnote; or they are those of `[[id|words]]`, and were seen.
        b']' => !memchr::memrchr(b'[', bytes).is_some_and(|open| bytes[..open].ends_with(b"[")),
        byte if byte.is_ascii_alphanumeric() => {
            let start = bytes[..last].iter().rposition(|byte| !byte.is_ascii_alphanumeric());
            let word = &bytes[start.map_or(0, |before| before + 1)..=last];
            // With marks in it, the word may be another one; so it may with the one letter that is no `k` and becomes it.
            let is_marked =
                start.is_some_and(|before| b"*_~`\\;>".contains(&bytes[before]) || !bytes[before].is_ascii());
            is_marked || LAST_WORDS.iter().any(|own| own.eq_ignore_ascii_case(word))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::may_break_rules;
    use crate::lint::writing::BELOW;
    use crate::lint::writing::says_nothing;
    use crate::markdown;
    use proptest::prelude::ProptestConfig;
    use proptest::prelude::proptest;
    use pulldown_cmark::Event;
    use pulldown_cmark::HeadingLevel;
    use pulldown_cmark::Tag;
    use pulldown_cmark::TagEnd;
    use std::cell::RefCell;

    /// Whether a text holds what the rules look for, read to its end.
    fn may_break_rules_when_read(body: &str) -> bool {
        let mut link: Option<String> = None;
        markdown::parser(body).into_offset_iter().any(|(event, range)| match event {
            Event::Start(Tag::Heading { level, .. }) => level > HeadingLevel::H2,
            Event::Start(Tag::Paragraph | Tag::Item) => BELOW.is_match(&body[range]),
            Event::Start(Tag::Link { .. }) => {
                link = Some(String::new());
                false
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(text) = &mut link {
                    text.push_str(&words);
                }
                false
            }
            Event::End(TagEnd::Link) => link.take().is_some_and(|text| says_nothing(&text)),
            _ => false,
        })
    }

    /// Parts of texts, of which many are links that say nothing.
    const PARTS: &str = "(\\[(here|this link|this page|Read more|see click)\\]\\(x\\)|(\\[|\\[\\[|!\\[|\\[a\\||<b>|)(here|Read more|th\\*\\*is\\*\\*|clic\u{212a}|he\\\\re|he&#114;e|found\nhere|[a-z]{2}|this page|)\
         ([.:*_~` »…]|&nbsp;|<br>|\\[\\^1\\]|!\\[\\]\\(x\\)|!\\[a\\]\\[\\]|\\)|)(\\]|\\]\\]|)(\\(x\\)|\\[\\]|\\[r\\]|)|\\[@ab-1, p. 2\\]|\\[\\^1\\]\
         | see (it |)[Bb]elow|\n\n#{1,4} a| [a-z:,\\-]{1,5}|\n\n\\[\\^1\\]: b\n|\n\n\\[(here|r)\\]: x\n\n|\n(- |> ))";

    #[test]
    fn where_nothing_is_seen_at_a_glance_nothing_is() {
        let text = proptest::collection::vec(PARTS, 1..7);
        let kinds = RefCell::new([0; 3]);
        proptest!(ProptestConfig::with_cases(4000), |(parts in text)| {
            let body = parts.concat();
            let (seen, is_there) = (may_break_rules(body.as_bytes()), may_break_rules_when_read(&body));
            proptest::prop_assert!(seen || !is_there, "{body:?}");
            kinds.borrow_mut()[usize::from(seen) + usize::from(is_there)] += 1;
        });
        let kinds = kinds.into_inner();
        assert!(kinds.iter().all(|count| *count > 200), "{kinds:?}");
    }
}
