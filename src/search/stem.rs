//! Forms of English words whose stem does not show in their first signs.

use rust_stemmers::Algorithm;
use rust_stemmers::Stemmer;
use std::collections::BTreeMap;

/// Forms that do not begin with the first signs of their stem, by stem: `dying` of `die`. None for other languages
/// than English, which have no stemmer.
pub(super) fn irregular<'a>(
    language: &str,
    terms: impl Iterator<Item = &'a str>,
) -> BTreeMap<String, Vec<&'a str>> {
    let mut irregular: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    if !is_english(language) {
        return irregular;
    }
    let stemmer = Stemmer::create(Algorithm::English);
    for term in terms.filter(|term| term.bytes().all(|byte| byte.is_ascii_lowercase())) {
        let stem = stemmer.stem(term);
        if !term.starts_with(first_signs(&stem)) {
            irregular.entry(stem.into_owned()).or_default().push(term);
        }
    }
    irregular
}

/// What the forms of a stem begin with: all of it but the last sign, and one sign at least.
fn first_signs(stem: &str) -> &str {
    &stem[..(stem.len().max(2) - 1).min(stem.len())]
}

fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}

#[cfg(test)]
mod tests {
    use super::irregular;

    #[test]
    fn only_irregular_forms_are_listed() {
        let terms = ["a", "die", "dying", "flies", "gp", "i", "outsourced", "skies", "sky", "tying", "über"];
        let of = |language| irregular(language, terms.into_iter());
        let expected = [("die", vec!["dying"]), ("tie", vec!["tying"])];
        assert_eq!(of("en-GB"), expected.map(|(stem, forms)| (stem.to_owned(), forms)).into());
        assert_eq!(of("EN"), of("en-GB"));
        assert!(of("cy").is_empty());
        assert!(of("eng").is_empty());
    }
}
