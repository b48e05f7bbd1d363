//! Texts with the marks that hayagriva has for titles and names of publishers: braces keep capitals, dollar signs stand
//! around mathematics, and a backslash takes that from either.
//! <https://github.com/typst/hayagriva/blob/main/docs/file-format.md#formattable-string>.

/// The signs that mean something in such a text.
const MARKS: [char; 4] = ['\\', '{', '}', '$'];

/// The words of a text with marks. Capitals are never changed here, so braces say nothing.
pub fn words(marked: &str) -> String {
    let mut words = String::with_capacity(marked.len());
    let mut signs = marked.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => words.push(signs.next_if(|next| MARKS.contains(next)).unwrap_or('\\')),
            '{' | '}' => {}
            sign => words.push(sign),
        }
    }
    words
}

/// A text that says just these words.
pub fn marked(words: &str) -> String {
    let mut marked = String::with_capacity(words.len());
    for sign in words.chars() {
        if MARKS.contains(&sign) {
            marked.push('\\');
        }
        marked.push(sign);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::marked;
    use super::words;

    #[test]
    fn braces_are_no_words() {
        assert_eq!(words("The {NHS} in {{P}eril}"), "The NHS in Peril");
        assert_eq!(words(r"\{sic\} for \$5, C:\x \\"), r"{sic} for $5, C:\x \");
        assert_eq!(words("$x^2$"), "$x^2$");
    }

    proptest::proptest! {
        #[test]
        fn what_is_marked_says_the_same(text in r"[a-c{}$\\ ]{0,12}") {
            proptest::prop_assert_eq!(words(&marked(&text)), text);
        }
    }
}
