//! Makes an archive of invented records to measure with, the same bytes for the same size and seed.
#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own, which writes what the benchmark then reads"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::archive::world::MOST_INCIDENTS;
use crate::archive::world::World;

mod archive {
    pub mod casefile;
    pub mod date;
    pub mod hugo;
    pub mod node;
    pub mod random;
    pub mod record;
    pub mod shown;
    pub mod text;
    pub mod words;
    pub mod world;
    pub mod zola;
}

const USAGE: &str = "usage: make-archive --incidents N [--seed S] [--for casefile|hugo|zola] DIR";

struct Options {
    world: World,
    form: Form,
    folder: PathBuf,
}

enum Form {
    Casefile,
    Hugo,
    Zola,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(mistake) => {
            eprintln!("make-archive: {mistake}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let written = match options.form {
        Form::Casefile => write(&options.folder, archive::casefile::files(&options.world)),
        Form::Hugo => write(&options.folder, archive::hugo::files(&options.world)),
        Form::Zola => write(&options.folder, archive::zola::files(&options.world)),
    };
    match written {
        Ok(bytes) => {
            println!("{} records, {bytes} bytes", options.world.records());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("make-archive: {}: {error}", options.folder.display());
            ExitCode::from(2)
        }
    }
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let (mut incidents, mut seed, mut form, mut folder) = (None, 1, Form::Casefile, None);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("`{word}` needs a value"));
        match word.as_str() {
            "--incidents" => incidents = Some(number(&value()?)? as usize),
            "--seed" => seed = number(&value()?)?,
            "--for" => form = named(&value()?)?,
            _ if word.starts_with('-') || folder.is_some() => {
                return Err(format!("`{word}` is not expected"));
            }
            _ => folder = Some(PathBuf::from(word)),
        }
    }
    let incidents = incidents.ok_or("`--incidents` is missing")?;
    if !(10..=MOST_INCIDENTS).contains(&incidents) {
        return Err(format!("`--incidents` is a number from 10 to {MOST_INCIDENTS}"));
    }
    Ok(Options {
        world: World { seed, incidents },
        form,
        folder: folder.ok_or("the folder to write to is missing")?,
    })
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

fn named(form: &str) -> Result<Form, String> {
    match form {
        "casefile" => Ok(Form::Casefile),
        "hugo" => Ok(Form::Hugo),
        "zola" => Ok(Form::Zola),
        _ => Err(format!("`{form}` is none of casefile, hugo and zola")),
    }
}

/// Writes the files below a folder that must not exist, and says how many bytes they are.
fn write(folder: &Path, files: impl Iterator<Item = (String, String)>) -> io::Result<u64> {
    fs::create_dir_all(folder.parent().unwrap_or(folder))?;
    fs::create_dir(folder)?;
    let mut made = BTreeSet::new();
    let mut bytes = 0;
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        if !made.contains(parent) {
            fs::create_dir_all(parent)?;
            made.insert(parent.to_owned());
        }
        // A second file of the same name would make the archive smaller than it says.
        fs::File::create_new(&path).and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))?;
        bytes += text.len() as u64;
    }
    Ok(bytes)
}
