//! What a preview adds to a page: no theme knows of it, and a page without it is what `build` writes.

use crate::serve::panel::escaped;

/// What is put into a page.
pub(super) struct Marks<'a> {
    /// The panel as HTML.
    pub(super) panel: &'a str,
    /// The version of the page without marks.
    pub(super) digest: &'a str,
    /// The run and the number of changes of which the page is.
    pub(super) stamp: &'a str,
    /// The number that the page's policy allows a style element by.
    pub(super) nonce: &'a str,
}

/// The scripts' address.
pub(super) const SCRIPT: &str = "/_casefile/preview.js";

const STYLE: &str = include_str!("browser/panel.css");

const NO_INDEX: &str = "<meta name=\"robots\" content=\"noindex\" data-casefile-preview>";

/// The last thing of a page with marks is a comment that says where they are.
const NOTE_START: &str = "<!--casefile-preview";
const NOTE_END: &str = "-->";

/// The page with the marks of a preview. [`strip`] gives back the page, whatever it holds.
pub(super) fn put(html: &str, marks: &Marks<'_>) -> String {
    let head = after_head(html);
    let foot = find_last(html, "</body").filter(|at| *at >= head).unwrap_or(html.len());
    let panel = format!(
        "<casefile-preview data-digest=\"{}\" data-stamp=\"{}\" data-casefile-preview><template shadowrootmode=\"open\">\
         <style nonce=\"{}\">{STYLE}</style><div id=\"panel\">{}</div></template></casefile-preview>\
         <script src=\"{SCRIPT}\" data-casefile-preview></script>",
        escaped(marks.digest),
        escaped(marks.stamp),
        escaped(marks.nonce),
        marks.panel,
    );
    let note = format!("{NOTE_START} {head} {} {foot} {}{NOTE_END}", NO_INDEX.len(), panel.len());
    [&html[..head], NO_INDEX, &html[head..foot], &panel, &html[foot..], &note].concat()
}

/// The page without the marks of a preview; a page that has none stays as it is.
pub fn strip(html: &str) -> String {
    cut_out(html).unwrap_or_else(|| html.to_owned())
}

fn cut_out(html: &str) -> Option<String> {
    let (rest, note) = html.rsplit_once(NOTE_START)?;
    let numbers: Option<Vec<usize>> =
        note.strip_suffix(NOTE_END)?.split_whitespace().map(|number| number.parse().ok()).collect();
    let &[head, head_length, foot, foot_length] = numbers?.as_slice() else { return None };
    let start = rest.get(..head)?;
    let middle = rest.get(head.checked_add(head_length)?..foot.checked_add(head_length)?)?;
    let end = rest.get(foot.checked_add(head_length)?.checked_add(foot_length)?..)?;
    Some([start, middle, end].concat())
}

/// Behind `<head>`, or at the beginning of what has none.
fn after_head(html: &str) -> usize {
    let lower = html.to_ascii_lowercase();
    let starts = lower.match_indices("<head").map(|(at, found)| at + found.len());
    let mut ends = starts.filter(|end| lower[*end..].starts_with(['>', ' ', '\n', '\t', '\r']));
    ends.next().and_then(|end| Some(end + lower[end..].find('>')? + 1)).unwrap_or(0)
}

fn find_last(html: &str, tag: &str) -> Option<usize> {
    html.to_ascii_lowercase().rfind(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MARKS: Marks<'_> = Marks { panel: "<p>No mistakes</p>", digest: "d1", stamp: "r-1", nonce: "n" };

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("<head>".to_owned()),
            Just("<HEAD lang=\"en\">".to_owned()),
            Just("<header>".to_owned()),
            Just("</body>".to_owned()),
            Just("</BODY>".to_owned()),
            Just(NO_INDEX.to_owned()),
            Just("<!--casefile-preview 0 3 3 4-->".to_owned()),
            Just("<!--casefile-preview 99999999999999999999 1 1 1-->".to_owned()),
            Just(put("<head></head><body>a</body>", &MARKS)),
            ".{0,12}",
        ];
        proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_page_is_what_it_was_without_its_marks(html in pieces()) {
            prop_assert_eq!(strip(&put(&html, &MARKS)), html);
        }

        #[test]
        fn any_text_can_be_stripped(html in pieces()) {
            strip(&html);
        }
    }

    #[test]
    fn marks_stand_in_the_head_and_at_the_end_of_the_body() {
        let page = put("<html><head lang=en><title>T</title></head><body><p>A</p></body></html>\n", &MARKS);
        let (head, rest) = page.split_once("<head lang=en>").expect("a head");
        assert_eq!(head, "<html>");
        assert!(rest.starts_with("<meta name=\"robots\" content=\"noindex\""), "{rest}");
        assert!(rest.contains("<p>A</p><casefile-preview "), "{rest}");
        assert!(rest.contains("</script></body></html>\n<!--"), "{rest}");
    }
}
