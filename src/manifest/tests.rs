//! Tests of manifests: what is written is read again, and nothing changes unnoticed.

use super::*;
use proptest::prelude::*;

fn entry(path: &str, text: &str) -> Entry {
    Entry { path: path.to_owned(), size: text.len() as u64, sha256: Digest::of(text.as_bytes()) }
}

fn manifest(files: Vec<Entry>) -> Manifest {
    Manifest {
        title: "Outsourcing “failures”".to_owned(),
        homepage: "https://evidence.example/".to_owned(),
        files,
        originals: vec![entry("press-releases/a.html", "as received")],
    }
}

fn published(manifest: &[u8], checksums: &[u8], files: &[Entry]) -> PublishedFiles {
    PublishedFiles {
        manifest: manifest.to_vec(),
        checksums: Some(checksums.to_vec()),
        signature: None,
        files: files.to_vec(),
        unreadable: Vec::new(),
    }
}

fn check_differences(manifest: &Manifest, found: &[Entry], expected: &[Difference]) {
    let json = manifest.to_json();
    let sums = manifest.checksums(Digest::of(json.as_bytes()));
    let (_, differences) = compare(&published(json.as_bytes(), sums.as_bytes(), found));
    assert_eq!(differences, expected);
}

#[test]
fn it_is_a_data_package_with_a_file_a_line() {
    let text = manifest(vec![entry("a b.html", "x"), entry("index.html", "")]).to_json();
    let expected = "{
\"name\": \"outsourcing-failures\",
\"title\": \"Outsourcing “failures”\",
\"homepage\": \"https://evidence.example/\",
\"resources\": [
{\"name\": \"a-b.html\", \"path\": \"a b.html\", \"bytes\": 1, \"hash\": \"sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"},
{\"name\": \"index.html\", \"path\": \"index.html\", \"bytes\": 0, \"hash\": \"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}
],
\"originals\": [
{\"record\": \"press-releases/a.html\", \"bytes\": 11, \"hash\": \"sha256:DIGEST\"}
]
}
";
    let digest = Digest::of(b"as received").to_string();
    assert_eq!(text, expected.replace("DIGEST", &digest));
}

#[test]
fn names_of_resources_are_unique() {
    let mut names = BTreeMap::new();
    let each = ["A.html", "a.html", "ä.html", "ö.html"].map(|path| resource_name(&mut names, path));
    assert_eq!(each, ["a.html", "a.html/2", "-.html", "-.html/2"]);
}

#[test]
fn every_kind_of_difference_is_named() {
    let (a, b) = (entry("a.html", "one"), entry("b.html", "two"));
    let own = manifest(vec![a.clone(), b.clone()]);
    check_differences(&own, &[b.clone(), a.clone()], &[]);
    check_differences(&own, std::slice::from_ref(&a), &[Difference::Missing(b.clone())]);
    let other = entry("b.html", "twO");
    check_differences(&own, &[a.clone(), other.clone()], &[Difference::Changed(b.clone(), other)]);
    let more = entry("c.html", "");
    check_differences(&own, &[a, b, more], &[Difference::Unknown("c.html".to_owned())]);
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(paths in proptest::collection::btree_set(r#"[a-zé"\\ /.-]{1,8}"#, 0..6)) {
        let own = manifest(paths.iter().map(|path| entry(path, path)).collect());
        prop_assert_eq!(Manifest::from_json(own.to_json().as_bytes()), Ok(own));
    }

    #[test]
    fn no_byte_of_the_manifest_or_the_checksums_changes_unnoticed(at in 0_usize..4000, to in any::<u8>()) {
        let found = [entry("a.html", "one"), entry("b\\.html", "two")];
        let own = manifest(found.to_vec());
        let json = own.to_json().into_bytes();
        let sums = own.checksums(Digest::of(&json)).into_bytes();
        let (mut one, mut other) = (json.clone(), sums.clone());
        let changed = if at < json.len() { &mut one } else { &mut other };
        let at = at % changed.len();
        prop_assume!(changed[at] != to);
        changed[at] = to;
        let (_, differences) = compare(&published(&one, &other, &found));
        prop_assert!(!differences.is_empty());
    }
}
