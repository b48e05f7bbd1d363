//! Patterns: texts with names in braces, where something is filled in.

use memchr::memchr;

/// The pattern with a value in the place of each `{name}`. A name that stands for nothing is left as it is, to be seen.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(open) = memchr(b'{', rest.as_bytes()) {
        filled.push_str(&rest[..open]);
        let inner = &rest[open + 1..];
        let found = memchr(b'}', inner.as_bytes()).and_then(|close| {
            let (_, value) = values.iter().find(|(name, _)| *name == &inner[..close])?;
            Some((value, close))
        });
        match found {
            Some((value, close)) => {
                filled.push_str(value);
                rest = &inner[close + 1..];
            }
            None => {
                filled.push('{');
                rest = inner;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The names that stand in braces in a pattern.
pub fn names(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_what_stands_for_nothing_stays() {
        assert_eq!(fill("{day} {month}", &[("month", "June"), ("day", "20")]), "20 June");
        assert_eq!(fill("a {b} {n", &[("n", "1")]), "a {b} {n");
        assert_eq!(fill("{{n}}", &[("n", "{n}")]), "{{n}}");
    }
}
