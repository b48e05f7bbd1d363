//! `casefile sign`: a signature of the manifest of a built site, and keys to sign with.

use crate::edit;
use crate::edit::Change;
use crate::load;
use crate::load::os_words;
use crate::manifest::MANIFEST;
use crate::manifest::SIGNATURE;
use crate::signature;
use crate::signature::SignatureError;
use clap::Args;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "Examples:\n  casefile sign --new-key casefile.key        once: makes casefile.key, which you keep secret, and casefile.key.pub, which you publish\n  casefile build --key casefile.key           each time: builds the site and signs its manifest\n  casefile sign public --key casefile.key     signs a site that is built already\n  casefile verify public --public-key casefile.key.pub\n\nKeys and signatures are those of minisign. The password of a key is asked for, or read from CASEFILE_KEY_PASSWORD.";

/// Where a password comes from if nobody can be asked.
const PASSWORD: &str = "CASEFILE_KEY_PASSWORD";

#[derive(Debug, Args)]
pub(super) struct SignArgs {
    /// The folder of the built site
    #[arg(default_value = "public")]
    output: PathBuf,
    /// The secret key
    #[arg(long, value_name = "FILE", required_unless_present = "new_key")]
    key: Option<PathBuf>,
    /// Make a new key: FILE, which is secret, and FILE.pub, which is not
    #[arg(long, value_name = "FILE", conflicts_with_all = ["key", "output"])]
    new_key: Option<PathBuf>,
    /// Make the new key without a password: whoever has its file can sign
    #[arg(long, requires = "new_key")]
    no_password: bool,
}

/// A secret key with its password.
pub(super) struct Key {
    secret: String,
    password: Option<String>,
}

/// Signs the manifest of a site, or makes a key.
pub(super) fn sign_command(args: &SignArgs) -> Result<ExitCode, String> {
    if let Some(path) = &args.new_key {
        return make_key(path, args.no_password);
    }
    let Some(path) = &args.key else { return Err("no key was given".to_owned()) };
    let key = read_key(path)?;
    let manifest = match load::read_one_file(&args.output, MANIFEST) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            return Err(format!(
                "there is no {MANIFEST} in `{}`: build the site first, or name the folder where it is",
                args.output.display()
            ));
        }
        Err(error) => return Err(error.to_string()),
    };
    let after = signature_of(&manifest, &key)?.into_bytes();
    let old = load::read_one_file(&args.output, SIGNATURE).map_err(|error| error.to_string())?;
    let path = SIGNATURE.to_owned();
    let change = match old {
        Some(before) => Change::Replace { path, before, after },
        None => Change::Create { path, bytes: after },
    };
    edit::apply(&args.output, &[change]).map_err(|error| error.to_string())?;
    super::answer(&format!(
        "Signed {MANIFEST}: the signature is {SIGNATURE} in `{}`. Publish it with the site.\n",
        args.output.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// The signature of a manifest, with the moment at which it was made.
pub(super) fn signature_of(manifest: &[u8], key: &Key) -> Result<String, String> {
    let comment = format!("timestamp:{}\tfile:{MANIFEST}\thashed", super::clock().as_second());
    signature::sign(manifest, &key.secret, key.password.as_deref(), &comment).map_err(words)
}

/// Reads a secret key, and asks for its password if it has one.
pub(super) fn read_key(path: &Path) -> Result<Key, String> {
    let unreadable = |words: String| format!("the key `{}` cannot be used: {words}", path.display());
    let bytes = load::read_whole(path).map_err(|error| unreadable(os_words(&error)))?;
    let secret = String::from_utf8(bytes).map_err(|_| unreadable(words(SignatureError::NoSecretKey)))?;
    let is_open = signature::is_open(&secret).map_err(|fault| unreadable(words(fault)))?;
    let password =
        if is_open { None } else { Some(password_for(&format!("Password of {}: ", path.display()))?) };
    Ok(Key { secret, password })
}

fn make_key(path: &Path, no_password: bool) -> Result<ExitCode, String> {
    let (folder, name) = match (path.parent(), path.file_name().and_then(|name| name.to_str())) {
        (Some(folder), Some(name)) => (folder, name),
        _ => return Err(format!("`{}`: expected the name of a file", path.display())),
    };
    let password = if no_password { None } else { Some(new_password()?) };
    let (secret, public) = signature::new_key(password.as_deref(), "casefile secret key").map_err(words)?;
    let public_name = format!("{name}.pub");
    let changes = [
        Change::CreateSecret { path: name.to_owned(), bytes: secret.into_bytes() },
        Change::Create { path: public_name.clone(), bytes: public.clone().into_bytes() },
    ];
    edit::apply(folder, &changes).map_err(|error| error.to_string())?;
    super::answer(&format!(
        "Made two files:\n  {}  the secret key. Whoever has it{} can sign in your name: keep it out of the site folder, and a copy in a safe place.\n  {}  the public key. Publish it where people know you, such as your home page:\n\n{public}\n",
        path.display(),
        if no_password { "" } else { " and its password" },
        folder.join(public_name).display(),
    ));
    Ok(ExitCode::SUCCESS)
}

/// A password that was typed, or given in the environment.
fn password_for(prompt: &str) -> Result<String, String> {
    if let Ok(given) = std::env::var(PASSWORD) {
        return Ok(given);
    }
    if !std::io::stdin().is_terminal() {
        return Err(format!(
            "the key has a password, and there is no terminal to ask for it: set {PASSWORD}"
        ));
    }
    rpassword::prompt_password(prompt)
        .map_err(|error| format!("the password could not be read: {}", os_words(&error)))
}

fn new_password() -> Result<String, String> {
    let is_given = std::env::var_os(PASSWORD).is_some();
    let password = password_for("A password for the new key: ")?;
    if password.is_empty() {
        return Err("a key without a password is made with --no-password".to_owned());
    }
    if !is_given && password_for("The same again: ")? != password {
        return Err("the two passwords are not the same; no key was made".to_owned());
    }
    Ok(password)
}

/// What is wrong with a key or a signature, for people.
pub(super) fn words(fault: SignatureError) -> String {
    match fault {
        SignatureError::NoSecretKey => {
            "it is no secret key of minisign; `casefile sign --new-key FILE` makes one".to_owned()
        }
        SignatureError::NeedsPassword => "the key has a password, and none was given".to_owned(),
        SignatureError::WrongPassword => "the password is wrong, or the key is damaged".to_owned(),
        SignatureError::NoPublicKey => {
            "that is no public key of minisign: expected its file, such as casefile.key.pub, or its line that begins with `RW`"
                .to_owned()
        }
        SignatureError::NoSignature => format!("{SIGNATURE} is no signature of minisign"),
        SignatureError::Wrong(why) => format!("the signature does not hold: {why}"),
        SignatureError::Failed(why) => why,
    }
}
