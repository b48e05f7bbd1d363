//! The order of the house: a module imports only from those above it, as ARCHITECTURE.md draws it.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// The modules of the library from the top down. `lib` and `main` only name and start them.
const ORDER: [&str; 55] = [
    "span",
    "order",
    "sparse",
    "spelling",
    "pattern",
    "diagnostic",
    "locator",
    "date",
    "vocabulary",
    "rule",
    "url",
    "same_work",
    "html",
    "phase",
    "input",
    "personal",
    "yaml",
    "frontmatter",
    "config",
    "markdown",
    "bibliography",
    "document",
    "tidy",
    "schema",
    "starter",
    "archive",
    "resolve",
    "manifest",
    "signature",
    "lint",
    "import",
    "view",
    "theme",
    "cite",
    "export",
    "page",
    "query",
    "search",
    "links",
    "leaks",
    "outbound",
    "build",
    "rename",
    "preview",
    "new",
    "load",
    "watch",
    "publish",
    "edit",
    "fetch",
    "report",
    "serve",
    "cli",
    "lib",
    "main",
];

#[test]
fn modules_import_only_from_above() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let own = module_of(&file);
        let place = place_of(&own).unwrap_or_else(|| panic!("`{own}` has no place in the order"));
        let imports = text.lines().filter_map(|line| line.trim_start().strip_prefix("use crate::"));
        for import in imports {
            let name: String = import.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if place_of(&name).is_none_or(|other| other > place) {
                wrong.push(format!("{} imports `{name}`", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_says_what_it_is_and_imports_no_globs() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if !text.starts_with("//! ") {
            wrong.push(format!("{} does not begin with a sentence", file.display()));
        }
        let is_test = file.file_name().is_some_and(|name| name == "tests.rs");
        let globs = text.lines().filter(|line| !is_test && line.starts_with("use ") && line.contains("::*"));
        wrong.extend(globs.map(|line| format!("{}: {line}", file.display())));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_fields_that_are_named_so_hold_html() {
    let views = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view.rs");
    let views = fs::read_to_string(views).expect("views are text");
    let fields = views.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "));
    for (name, kind) in fields {
        assert_eq!(name.ends_with("_html"), kind.contains("Html"), "{name}: {kind}");
    }
}

#[test]
fn templates_escape_all_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).expect("the theme has templates") {
        let path = entry.expect("the folder can be listed").path();
        let text = fs::read_to_string(&path).expect("templates are text");
        let unsafe_lines = text.lines().filter(|line| line.contains("safe"));
        wrong.extend(unsafe_lines.map(|line| format!("{}: {line}", path.display())));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn place_of(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// `src/page/home.rs` belongs to `page`.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix("src").expect("sources lie in src");
    let first =
        below.components().next().expect("a file has a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sources can be listed") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("sources are text");
                let below = path.strip_prefix(root).expect("the file lies in the checkout").to_owned();
                found.push((below, text));
            }
        }
    }
    found.sort();
    found
}
