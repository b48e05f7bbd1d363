//! Measures how soon a change in a site folder is told, and what it costs to look.
//!
//! `cargo run --release --example watch -- DIR [--poll]` changes files in `DIR`: give it an archive that
//! `make-archive` made.
#![allow(clippy::disallowed_methods, reason = "a program of its own, which writes what is then looked at")]

use casefile::input::Changes;
use casefile::load;
use casefile::watch;
use casefile::watch::How;
use casefile::watch::News;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::Duration;
use std::time::Instant;

const SAVES: usize = 300;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let site = PathBuf::from(args.next().ok_or("usage: watch DIR [--poll]")?);
    let how = if args.next().is_some() { How::Poll(watch::POLL_EVERY) } else { How::Notify };
    let texts = look_without_watching(&site)?;

    let (folder, _) = load::open(&site)?;
    let (sender, told) = mpsc::channel();
    let _watch = watch::watch(folder, how, move |news| {
        let _ = sender.send((Instant::now(), news));
    })?;
    thread::sleep(Duration::from_secs(1));
    while let Ok((_, news)) = told.try_recv() {
        println!("first: {news:?}");
    }
    let write = |path: &Path, text: &str| fs::write(path, text);
    measure_saves("plain save", &texts, &told, write)?;
    measure_saves("save by rename", &texts, &told, |path, text| {
        let new = path.with_extension("tmp~");
        fs::write(&new, text)?;
        fs::rename(new, path)
    })?;
    measure_saves("truncated, written 2 ms later", &texts, &told, |path, text| {
        fs::File::create(path)?;
        thread::sleep(Duration::from_millis(2));
        fs::write(path, text)
    })?;
    measure_many(&texts, &told)?;
    thread::sleep(Duration::from_secs(3));
    let before = processor_time()?;
    thread::sleep(Duration::from_secs(20));
    println!("idle: {:.3} % of one core", (processor_time()? - before) / 20.0 * 100.0);
    Ok(())
}

/// What opening and looking again take. Returns the records.
fn look_without_watching(site: &Path) -> Result<Vec<PathBuf>, Box<dyn std::error::Error>> {
    let mut took = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        load::load(site)?;
        took.push(began.elapsed());
    }
    print_times("load", &mut took);
    let began = Instant::now();
    let (mut folder, mut inputs) = load::open(site)?;
    println!("open: {:.1?}; {} texts, {} assets", began.elapsed(), inputs.texts.len(), inputs.assets.len());
    let mut took = Vec::new();
    let before = processor_time()?;
    for _ in 0..20 {
        let began = Instant::now();
        assert!(folder.scan()?.is_empty());
        took.push(began.elapsed());
    }
    print_times("scan", &mut took);
    println!("scan: {:.1} ms of a core", (processor_time()? - before) / 20.0 * 1000.0);
    let texts: Vec<PathBuf> = (inputs.texts.iter().filter(|text| text.path.starts_with("content/incidents")))
        .map(|text| folder.root().join(&text.path))
        .collect();
    let mut looks = Vec::new();
    let mut applies = Vec::new();
    for path in texts.iter().take(200) {
        fs::write(path, format!("{}\n", fs::read_to_string(path)?))?;
        let began = Instant::now();
        let changes = folder.scan_paths(&[path.clone()].into())?;
        looks.push(began.elapsed());
        let began = Instant::now();
        inputs.apply(changes);
        applies.push(began.elapsed());
    }
    print_times("scan of one path", &mut looks);
    print_times("apply", &mut applies);
    Ok(texts)
}

fn measure_saves(
    name: &str,
    texts: &[PathBuf],
    told: &Receiver<(Instant, News)>,
    save: impl Fn(&Path, &str) -> io::Result<()>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut took = Vec::new();
    let mut calls = 0;
    for (number, path) in texts.iter().cycle().step_by(7).take(SAVES).enumerate() {
        let text = format!("{}\nSaved {number}.\n", fs::read_to_string(path)?);
        save(path, &text)?;
        let saved = Instant::now();
        let when = loop {
            let (when, news) = told.recv_timeout(Duration::from_secs(20))?;
            calls += 1;
            if let News::Changed(changes) = news
                && changes.texts.iter().any(|own| own.bytes == text.as_bytes())
            {
                break when;
            }
        };
        took.push(when.saturating_duration_since(saved));
        // Whoever writes makes pauses of any length.
        thread::sleep(Duration::from_millis((number as u64 * 37) % 120));
    }
    print_times(&format!("{name} ({calls} calls for {SAVES} saves)"), &mut took);
    Ok(())
}

fn measure_many(
    texts: &[PathBuf],
    told: &Receiver<(Instant, News)>,
) -> Result<(), Box<dyn std::error::Error>> {
    for round in 0..5 {
        let began = Instant::now();
        for path in texts.iter().take(500) {
            fs::write(path, format!("{}\nMany {round}.\n", fs::read_to_string(path)?))?;
        }
        let saved = Instant::now();
        let (mut count, mut calls) = (0, 0);
        while count < 500 {
            let (_, news) = told.recv_timeout(Duration::from_secs(20))?;
            calls += 1;
            if let News::Changed(Changes { texts, .. }) = news {
                count += texts.len();
            }
        }
        println!("500 saves in {:.1?}: told {:.1?} after, in {calls} calls", saved - began, saved.elapsed());
        thread::sleep(Duration::from_millis(700));
    }
    Ok(())
}

fn print_times(name: &str, took: &mut [Duration]) {
    took.sort();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)];
    println!("{name}: median {:.2?}, 99 in 100 {:.2?}, most {:.2?}", at(50), at(99), at(100));
}

/// Seconds that the threads of this process have used of a core (`schedstat` of proc(5)).
fn processor_time() -> io::Result<f64> {
    let mut nanoseconds = 0.0;
    for task in fs::read_dir("/proc/self/task")? {
        let text = fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += text.split(' ').next().and_then(|own| own.parse::<f64>().ok()).unwrap_or(0.0);
    }
    Ok(nanoseconds / 1e9)
}
