//! The preview is the build: whatever is saved, deleted, renamed or mended, in whatever order, a preview that was told of
//! each change shows what a build of the same files writes, byte for byte, and tells the same mistakes.
//!
//! `STEPS=2000 cargo test --release --test preview` makes longer chains of changes.

use casefile::build;
use casefile::build::File;
use casefile::build::Options;
use casefile::diagnostic::Diagnostic;
use casefile::input::Asset;
use casefile::input::AssetBytes;
use casefile::input::Changes;
use casefile::input::Inputs;
use casefile::input::TextFile;
use casefile::preview::Preview;
use casefile::preview::Served;
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;

const CONFIG: &str = "title: Test archive\nbase_url: https://evidence.example/\nper_page: 4\n";

const IDS: [&str; 9] = [
    "letters",
    "letter",
    "payroll",
    "beds",
    "cleaning",
    "ward-cleaning",
    "page-2",
    "letters-page-2",
    "index",
];

/// Those that can be mistaken for no page of a list. With the others the site has to be made anew after every change.
const PLAIN: usize = 6;

const TITLES: [&str; 6] = [
    "Letters not sent",
    "letters not sent",
    "The “Payroll” affair",
    "Beds",
    "Cleaning of wards",
    "Beds, again",
];

/// A site folder as a map.
type Folder = BTreeMap<String, String>;

/// Something a person does to a site folder.
#[derive(Debug, Clone)]
enum Edit {
    /// Saves a record. What it says is made from the numbers.
    Save { kind: usize, id: usize, bundle: bool, seeds: [u8; 12] },
    /// Changes the text of a record that is there, and nothing else of it.
    Append { which: usize, what: usize },
    /// Deletes a file.
    Delete { which: usize },
    /// Gives a record another file name.
    Rename { which: usize, id: usize },
    /// Leaves a record that cannot be read.
    Break { which: usize },
    /// Saves a bibliography. Which entries it has, and what they say, is made from the numbers.
    List { hayagriva: bool, seeds: Vec<u8> },
    /// Deletes a bibliography.
    Unlist { hayagriva: bool },
    /// Changes the configuration, or a template.
    Site { what: usize },
    /// Time passes.
    Wait { days: i64 },
}

/// The folders of records. What lies in the last is read as pages, with a warning.
const KINDS: [&str; 7] =
    ["incidents", "organisations", "references", "topics", "press-releases", "", "incident"];

fn edits() -> impl Strategy<Value = Edit> {
    let file = || 0usize..1000;
    let id = || prop_oneof![40 => 0..PLAIN, 1 => PLAIN..IDS.len()];
    prop_oneof![
        10 => (0..7usize, id(), prop::bool::weighted(0.1), any::<[u8; 12]>())
            .prop_map(|(kind, id, bundle, seeds)| Edit::Save { kind, id, bundle, seeds }),
        4 => (file(), 0..6usize).prop_map(|(which, what)| Edit::Append { which, what }),
        3 => file().prop_map(|which| Edit::Delete { which }),
        3 => (file(), id()).prop_map(|(which, id)| Edit::Rename { which, id }),
        1 => file().prop_map(|which| Edit::Break { which }),
        3 => (prop::bool::weighted(0.2), prop::collection::vec(any::<u8>(), 0..5))
            .prop_map(|(hayagriva, seeds)| Edit::List { hayagriva, seeds }),
        1 => any::<bool>().prop_map(|hayagriva| Edit::Unlist { hayagriva }),
        1 => (0..4usize).prop_map(|what| Edit::Site { what }),
        1 => (0..40i64).prop_map(|days| Edit::Wait { days }),
    ]
}

/// A record of a kind, with fields by some numbers.
fn record(kind: usize, seeds: &[u8; 12]) -> String {
    let pick = |list: &[&str], seed: u8| list[usize::from(seed) % list.len()].to_owned();
    let some = |seed: u8, of: u8| seed.is_multiple_of(of);
    let id = |seed: u8| pick(&IDS[..PLAIN], seed);
    let mut lines = vec![format!("title: {}", pick(&TITLES, seeds[0]))];
    let dates = ["2018-05", "2018-05-03", "2017/2018", "unknown", "2020", "2018?"];
    match KINDS[kind] {
        "incidents" => {
            lines.push(format!("date: {}", pick(&dates, seeds[1])));
            lines.push(format!("status: {}", pick(&["reported", "confirmed", "disputed"], seeds[2])));
            lines.push(format!(
                "organisations: {{supplier: {}, commissioner: [{}]}}",
                id(seeds[3]),
                id(seeds[4])
            ));
            lines.push(format!("places: [{}]", pick(&["Leeds", "leeds", "York", "Page 2"], seeds[5])));
            lines.push("harms: [service-failure]".to_owned());
            lines.push(format!("sources: [{{ref: {}}}]", id(seeds[6])));
            lines.push(format!("timeline: [{{date: {}, text: It was told.}}]", pick(&dates, seeds[6])));
        }
        "organisations" => {
            lines.push(format!("aliases: [{}]", pick(&TITLES, seeds[1])));
            if some(seeds[2], 3) {
                lines.push(format!("parents: [{{id: {}}}]", id(seeds[3])));
            }
        }
        "references" => {
            lines.push(format!("type: {}", pick(&["report", "book", "chapter"], seeds[1])));
            lines.push(format!("date: {}", pick(&dates, seeds[2])));
            lines.push(format!("authors: [{{family: {}, given: A}}]", pick(&["Smith", "Jones"], seeds[3])));
            if some(seeds[4], 3) {
                lines.push(format!("parent: {}", id(seeds[5])));
            }
        }
        "topics" => lines.extend(some(seeds[1], 3).then(|| format!("broader: {}", id(seeds[2])))),
        "press-releases" => {
            lines.push(format!("date: {}", pick(&dates, seeds[1])));
            lines.push(format!("issued_by: {}", id(seeds[2])));
            lines.push(format!("incidents: [{}]", id(seeds[3])));
        }
        _ => lines.extend(some(seeds[1], 3).then(|| format!("nav: {}", seeds[2] % 5))),
    }
    if kind < 5 && some(seeds[7], 2) {
        lines.push(format!("topics: [{}]", id(seeds[7])));
    }
    if some(seeds[8], 4) {
        lines.push(format!("related: [{}]", id(seeds[8] / 4)));
    }
    match seeds[9] % 24 {
        0 => lines.push("state: draft".to_owned()),
        1 => lines.push("embargo: 2026-01-20T00:00Z".to_owned()),
        2 => lines.push("published: 2026-01-25".to_owned()),
        3 => lines.push(format!("state: merged\nmerged_into: {}", id(seeds[10]))),
        4 => lines.push("state: withdrawn\nwithdrawn: {date: 2026-01-02, reason: It was wrong.}".to_owned()),
        5 => lines.push(format!("aliases: [old/{}.html]", id(seeds[10]))),
        _ => {}
    }
    let text = [0, 1].map(|at| sentence(seeds[10 + at])).join("\n\n");
    format!("---\n{}\n---\n\n{text}\n", lines.join("\n"))
}

fn sentence(seed: u8) -> String {
    let name = IDS[usize::from(seed / 12) % PLAIN];
    let title = TITLES[usize::from(seed / 12) % TITLES.len()];
    match seed % 12 {
        0 => format!("It is said of [[{name}]] too."),
        1 => format!("Compare [[{title}]] with this."),
        2 => format!("## Heading {name}\n\nThe heading can be named."),
        3 => format!("See [there](../incidents/{name}.md#heading-beds)."),
        4 => format!("So it was written [@{name}, p. 3]."),
        5 => "All of [them](/incidents/) and [a year](/years/2018.html).".to_owned(),
        6 => format!("See [[incident:{name}#heading-letters]] for more."),
        7 => format!("See <https://evidence.example/topics/{name}.html>."),
        8 => format!("The [old page](/old/{name}.html)."),
        9 => format!("Somebody saw it [@Key:{}; @key-1].", seed / 12 % 3),
        _ => "Nothing was sent.".to_owned(),
    }
}

/// A bibliography: an entry for each number, and now and then one that is broken or has the id of another.
fn list(hayagriva: bool, seeds: &[u8]) -> String {
    let mut text = String::new();
    for (at, seed) in seeds.iter().enumerate() {
        let title = TITLES[usize::from(*seed) % TITLES.len()];
        let (topic, other) = (IDS[usize::from(seed / 3) % PLAIN], seed / 7 % 3);
        if hayagriva {
            text.push_str(&format!("yaml-{at}: {{type: book, title: \"{title}\", topics: [{topic}]}}\n"));
            continue;
        }
        let key = if *seed < 6 { "letters".to_owned() } else { format!("Key:{at}") };
        let end = if *seed > 250 { "" } else { "}" };
        text.push_str(&format!(
            "@inbook{{{key}, title = {{{title}}}, keywords = {{{topic}, beds, odd}}, crossref = {{key:{other}}}, note = {{x}}{end}\n"
        ));
    }
    text
}

fn list_path(hayagriva: bool) -> String {
    format!("content/references/{}", if hayagriva { "all.yaml" } else { "library.bib" })
}

/// Does it, and says what a watcher would: the paths that changed.
fn apply(folder: &mut Folder, now: &mut Timestamp, edit: &Edit) -> Vec<String> {
    let records: Vec<String> = folder.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    let at = |which: &usize| records.get(which % records.len().max(1)).cloned();
    match edit {
        Edit::Save { kind, id, bundle, seeds } => {
            let name = if *bundle { format!("{}/index.md", IDS[*id]) } else { format!("{}.md", IDS[*id]) };
            let path = format!("content/{}/{name}", KINDS[*kind]).replace("//", "/");
            folder.insert(path.clone(), record(*kind, seeds));
            vec![path]
        }
        Edit::Append { which, what } => {
            let Some(path) = at(which) else { return Vec::new() };
            let more = format!("\n{}\n", sentence(u8::try_from(*what).unwrap_or(0) * 13));
            folder.get_mut(&path).expect("a file").push_str(&more);
            vec![path]
        }
        Edit::Delete { which } => {
            let Some(path) = at(which) else { return Vec::new() };
            folder.remove(&path);
            vec![path]
        }
        Edit::Rename { which, id } => {
            let Some(path) = at(which) else { return Vec::new() };
            let (parent, _) = path.rsplit_once('/').expect("a folder");
            let to = format!("{parent}/{}.md", IDS[*id]);
            let text = folder.remove(&path).expect("a file");
            folder.insert(to.clone(), text);
            vec![path, to]
        }
        Edit::Break { which } => {
            let Some(path) = at(which) else { return Vec::new() };
            folder.insert(path.clone(), "no front matter\n".to_owned());
            vec![path]
        }
        Edit::List { hayagriva, seeds } => {
            folder.insert(list_path(*hayagriva), list(*hayagriva, seeds));
            vec![list_path(*hayagriva)]
        }
        Edit::Unlist { hayagriva } => {
            folder.remove(&list_path(*hayagriva));
            vec![list_path(*hayagriva)]
        }
        Edit::Site { what } => {
            let (path, text) = match what {
                0 => ("casefile.yaml", CONFIG.replace("Test", "Other")),
                1 => ("casefile.yaml", CONFIG.to_owned()),
                2 => ("themes/default/templates/entry.html", "<p>{{ entry.title }}</p>".to_owned()),
                _ => ("themes/default/assets/style.css", "p { color: red }".to_owned()),
            };
            folder.insert(path.to_owned(), text);
            vec![path.to_owned()]
        }
        Edit::Wait { days } => {
            *now += jiff::SignedDuration::from_hours(24 * days);
            Vec::new()
        }
    }
}

fn text(folder: &Folder, path: &str) -> Option<TextFile> {
    folder.get(path).map(|text| TextFile { path: path.to_owned(), bytes: text.clone().into_bytes() })
}

fn inputs(folder: &Folder) -> Inputs {
    Inputs { texts: folder.keys().filter_map(|path| text(folder, path)).collect(), ..Inputs::default() }
}

fn changes(folder: &Folder, mut paths: Vec<String>) -> Changes {
    paths.sort();
    paths.dedup();
    let (there, gone): (Vec<String>, Vec<String>) =
        paths.into_iter().partition(|path| folder.contains_key(path));
    let texts = there.iter().filter_map(|path| text(folder, path)).collect();
    Changes { texts, removed: gone, ..Changes::default() }
}

fn told(inputs: &Inputs, diagnostics: &[Diagnostic]) -> Vec<String> {
    let place = |own: &Diagnostic| match own.span {
        Some(span) => format!("{}:{}", inputs.text(span.file).path, span.start),
        None => own.path.clone().unwrap_or_default(),
    };
    let others = |own: &Diagnostic| {
        let others = own.others.iter();
        others
            .map(|(span, words)| format!("{}:{} {words}", inputs.text(span.file).path, span.start))
            .collect::<Vec<_>>()
    };
    let one = |own: &Diagnostic| {
        format!("{} {} {} {:?} {:?}", place(own), own.code, own.message, own.suggestion, others(own))
    };
    diagnostics.iter().map(one).collect()
}

/// The pages and other files of a build, and its mistakes but for those of finished pages.
fn built(folder: &Folder, options: &Options) -> (BTreeMap<String, Vec<u8>>, Vec<String>, Vec<String>) {
    let inputs = inputs(folder);
    let mut diagnostics = Vec::new();
    let site = build::prepare(&mut diagnostics, &inputs, options).expect("a theme");
    build::sort(&mut diagnostics);
    let files = Mutex::new(BTreeMap::new());
    let put = |path: &str, file: File<'_>| {
        if let File::Bytes(bytes) = file {
            files.lock().expect("no panic").insert(path.to_owned(), bytes.to_owned());
        }
        Ok::<(), Infallible>(())
    };
    let Ok(_) = build::render_all(&inputs, &site, put);
    let pages = site.pages.iter().map(|page| page.path.clone()).collect();
    (files.into_inner().expect("no panic"), pages, told(&inputs, &diagnostics))
}

fn check(folder: &Folder, preview: &Preview, options: &Options) -> Result<(), TestCaseError> {
    let (files, pages, mistakes) = built(folder, options);
    prop_assert_eq!(told(preview.inputs(), preview.diagnostics()), mistakes);
    let shown: Vec<String> = preview.pages().map(str::to_owned).collect();
    prop_assert_eq!(&shown, &pages);
    // Which of two pages with one address is shown does not matter: neither is published.
    let is_double = |path: &str| pages.windows(2).any(|pages| pages[0] == path && pages[1] == path);
    for (path, bytes) in files.iter().filter(|(path, _)| !is_double(path)) {
        let own = match preview.get(path) {
            Some(Served::Page(html)) => html.into_bytes(),
            Some(Served::Bytes(bytes)) => bytes.to_owned(),
            Some(Served::Index(bytes)) => bytes.to_vec(),
            Some(Served::Export(text)) => text.into_bytes(),
            _ => return Err(TestCaseError::fail(format!("the preview has no `{path}`"))),
        };
        if own != *bytes {
            let (own, built) = (String::from_utf8_lossy(&own), String::from_utf8_lossy(bytes));
            let differ = own.lines().zip(built.lines()).find(|(own, built)| own != built);
            return Err(TestCaseError::fail(format!("`{path}` differs, here and in a build: {differ:?}")));
        }
    }
    prop_assert!(preview.get("incidents/nothing-of-the-kind.html").is_none());
    Ok(())
}

fn check_chain(edits: &[Edit], drafts: bool) -> Result<(), TestCaseError> {
    let mut folder = Folder::from([("casefile.yaml".to_owned(), CONFIG.to_owned())]);
    let mut now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
    for (at, id) in IDS.iter().enumerate().take(PLAIN) {
        for (kind, name) in KINDS.iter().enumerate().take(4) {
            let seeds = std::array::from_fn(|seed| u8::try_from(seed * 7 + at * 3 + kind + 1).unwrap_or(0));
            folder.insert(format!("content/{name}/{id}.md"), record(kind, &seeds));
        }
    }
    let options = |now| Options { now, base_url: None, drafts };
    let mut preview = Preview::new(inputs(&folder), options(now));
    check(&folder, &preview, &options(now))?;
    for edit in edits {
        let paths = apply(&mut folder, &mut now, edit);
        preview.update(changes(&folder, paths), now);
        check(&folder, &preview, &options(now))?;
    }
    Ok(())
}

/// A link by the name of the file finds out too that its record was published in the meantime.
#[test]
fn a_record_whose_embargo_has_passed_is_linked_by_its_file() {
    let config = ("casefile.yaml".to_owned(), CONFIG.to_owned());
    let page = "---\ntitle: About\n---\nSee [the letters](incidents/letters.md).\n";
    let incident = "---\ntitle: Letters not sent\nstatus: alleged\nsummary: Letters were not sent.\nembargo: 2026-01-05T00:00:00Z\n---\n";
    let records = [("content/about.md", page), ("content/incidents/letters.md", incident)];
    let records = records.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let folder: Folder = records.into_iter().chain([config]).collect();
    let mut now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let options = |now| Options { now, base_url: None, drafts: false };
    let mut preview = Preview::new(inputs(&folder), options(now));
    check(&folder, &preview, &options(now)).expect("what a build shows");
    now += jiff::SignedDuration::from_hours(24 * 7);
    preview.update(Changes::default(), now);
    check(&folder, &preview, &options(now)).expect("what a build shows");
    assert!(preview.withheld("incidents/letters.html").is_none());
}

/// A file without an ending, and the folder for what did not fit on an organisation's page, cannot both be published.
#[test]
fn a_file_with_the_address_of_a_folder_is_told() {
    let mut folder = Folder::from([("casefile.yaml".to_owned(), CONFIG.to_owned())]);
    let organisation = "---\ntitle: Cerner\n---\nSee [the list](cerner).\n";
    folder.insert("content/organisations/cerner.md".to_owned(), organisation.to_owned());
    for number in 0..30 {
        let incident = format!(
            "---\ntitle: Incident {number}\nstatus: alleged\nsummary: It happened.\norganisations:\n  supplier: cerner\n---\n"
        );
        folder.insert(format!("content/incidents/i-{number}.md"), incident);
    }
    let asset = |path: &str| Asset {
        path: path.to_owned(),
        size: 4,
        sha256: "0".repeat(64),
        bytes: AssetBytes::Memory(b"List".to_vec()),
    };
    let with_asset = || Inputs { assets: vec![asset("content/organisations/cerner")], ..inputs(&folder) };
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let options = Options { now, base_url: None, drafts: true };
    let mut expected = Vec::new();
    build::prepare(&mut expected, &with_asset(), &options).expect("a theme");
    build::sort(&mut expected);
    let preview = Preview::new(with_asset(), options);
    assert!(expected.iter().any(|mistake| mistake.code == "same-address"));
    assert_eq!(told(preview.inputs(), preview.diagnostics()), told(preview.inputs(), &expected));
}

/// A site whose addresses cannot be mistaken for others is kept up record by record, or all this would be slow.
#[test]
fn records_are_kept_up_one_by_one() {
    let mut folder = Folder::from([("casefile.yaml".to_owned(), CONFIG.to_owned())]);
    let mut now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
    for path in
        ["index.md", "about.md", "incidents/letters.md", "organisations/letters.md", "topics/letters.md"]
    {
        folder.insert(format!("content/{path}"), record(5, &[0; 12]).replace("state: draft\n", ""));
    }
    let options = Options { now, base_url: None, drafts: true };
    let mut preview = Preview::new(inputs(&folder), options);
    let save = |kind, id, seed| Edit::Save { kind, id, bundle: false, seeds: [seed; 12] };
    for edit in [
        save(0, 1, 9),
        save(1, 2, 8),
        Edit::Append { which: 1, what: 3 },
        save(0, 1, 11),
        Edit::Delete { which: 0 },
    ] {
        let paths = apply(&mut folder, &mut now, &edit);
        preview.update(changes(&folder, paths), now);
    }
    assert_eq!(preview.made_anew(), 1);
}

/// An entry that comes, changes and goes, and a topic that its keywords name by then.
#[test]
fn a_bibliography_is_kept_up_with() {
    let mut folder = Folder::from([("casefile.yaml".to_owned(), CONFIG.to_owned())]);
    let page = "---\ntitle: About\n---\nSee [@Davis:2015] and [@lister-2013].\n";
    folder.insert("content/about.md".to_owned(), page.to_owned());
    let now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
    let options = || Options { now, base_url: None, drafts: false };
    let mut preview = Preview::new(inputs(&folder), options());
    let one = "@book{Davis:2015, title = {NHS for Sale}, keywords = {market; money}}\n";
    let two = "@book{lister_2013, title = {NHS SOS}, keywords = {market}, note = {x}}\n";
    let path = "content/references/library.bib";
    let topic = "content/topics/market.md";
    for (path, text) in [
        (path, Some(one.to_owned())),
        (path, Some(format!("{one}{two}"))),
        (topic, Some("---\ntitle: The market\n---\n".to_owned())),
        (topic, Some("---\ntitle: The market\nsynonyms: [Money]\n---\n".to_owned())),
        (path, Some(format!("{two}{}", one.replace("Sale", "sale")))),
        (path, Some(format!("{two}{}", one.replace("}}", "}")))),
        (path, Some(format!("{one}{one}{two}"))),
        (topic, None),
        (path, Some(two.to_owned())),
        (path, None),
    ] {
        match text {
            Some(text) => _ = folder.insert(path.to_owned(), text),
            None => _ = folder.remove(path),
        }
        preview.update(changes(&folder, vec![path.to_owned()]), now);
        check(&folder, &preview, &options()).expect("what a build shows");
    }
}

fn steps() -> usize {
    std::env::var("STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_preview_shows_what_a_build_writes(
        edits in prop::collection::vec(edits(), 1..=steps()),
        drafts in any::<bool>(),
    ) {
        check_chain(&edits, drafts)?;
    }
}
