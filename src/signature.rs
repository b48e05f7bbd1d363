//! Signatures of manifests with Ed25519, in the form of minisign (<https://jedisct1.github.io/minisign/>), so that anybody
//! can check them without casefile too: `minisign -Vm manifest.json -p site.pub`.

use minisign::KeyPair;
use minisign::PublicKey;
use minisign::PublicKeyBox;
use minisign::SecretKeyBox;
use minisign::SignatureBox;
use std::io::Cursor;

/// What a signature, a key or a password was found to be, in words for whoever signs or checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureError {
    /// The text is no secret key of minisign.
    NoSecretKey,
    /// The secret key needs a password, and none was given.
    NeedsPassword,
    /// The password is not that of the key.
    WrongPassword,
    /// The text is no public key of minisign.
    NoPublicKey,
    /// The text is no signature of minisign.
    NoSignature,
    /// The signature was made with another key, or of another text: what minisign says of it.
    Wrong(String),
    /// No key could be made, or nothing signed: what minisign says of it.
    Failed(String),
}

/// A new key: the text of its secret part and that of its public part.
///
/// # Errors
///
/// The operating system gives no random numbers.
pub fn new_key(password: Option<&str>, comment: &str) -> Result<(String, String), SignatureError> {
    let failed = |error: minisign::PError| SignatureError::Failed(error.to_string());
    let pair = match password {
        Some(password) => KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
        None => KeyPair::generate_unencrypted_keypair(),
    };
    let pair = pair.map_err(failed)?;
    let secret = pair.sk.to_box(Some(comment)).map_err(failed)?.into_string();
    let public = pair.pk.to_box().map_err(failed)?.into_string();
    Ok((secret, public))
}

/// What the second line of a secret key begins with: the algorithm, that of its password, that of its checksum. Without a
/// password there are two zeros in the place of `Sc`.
const WITH_PASSWORD: &str = "RWRTY0Iy";
const WITHOUT_PASSWORD: &str = "RWQAAEIy";

/// Whether a secret key can be used without a password.
///
/// # Errors
///
/// The text is no secret key.
pub fn is_open(secret: &str) -> Result<bool, SignatureError> {
    match secret.lines().nth(1).map(str::trim_start) {
        Some(key) if key.starts_with(WITHOUT_PASSWORD) => Ok(true),
        Some(key) if key.starts_with(WITH_PASSWORD) => Ok(false),
        _ => Err(SignatureError::NoSecretKey),
    }
}

/// Signs a text with the secret key that `secret` holds. The comment is signed with it.
///
/// # Errors
///
/// The key cannot be used, or not with that password.
pub fn sign(
    text: &[u8],
    secret: &str,
    password: Option<&str>,
    comment: &str,
) -> Result<String, SignatureError> {
    let is_open = is_open(secret)?;
    let secret = SecretKeyBox::from_string(secret).map_err(|_| SignatureError::NoSecretKey)?;
    let secret = match (is_open, password) {
        (true, _) => secret.into_unencrypted_secret_key(),
        (false, Some(password)) => secret.into_secret_key(Some(password.to_owned())),
        (false, None) => return Err(SignatureError::NeedsPassword),
    };
    let secret = secret.map_err(|_| SignatureError::WrongPassword)?;
    let signed =
        minisign::sign(None, &secret, Cursor::new(text), Some(comment), Some("signature by casefile"));
    signed.map(|signature| signature.into_string()).map_err(|error| SignatureError::Failed(error.to_string()))
}

/// Checks the signature of a text, and gives the comment that was signed with it. `public` is a public key, as a file of
/// minisign has it or as its one line.
///
/// # Errors
///
/// The signature is not of that text and by that key, or one of them cannot be read.
pub fn verify(text: &[u8], signature: &str, public: &str) -> Result<String, SignatureError> {
    let public = public.trim();
    let key = match public.contains('\n') {
        true => PublicKeyBox::from_string(public).and_then(PublicKeyBox::into_public_key),
        false => PublicKey::from_base64(public),
    };
    let key = key.map_err(|_| SignatureError::NoPublicKey)?;
    let signature = SignatureBox::from_string(signature).map_err(|_| SignatureError::NoSignature)?;
    let wrong = |error: minisign::PError| SignatureError::Wrong(error.to_string());
    minisign::verify(&key, &signature, Cursor::new(text), true, false, false).map_err(wrong)?;
    signature.trusted_comment().map_err(|_| SignatureError::NoSignature)
}

#[cfg(test)]
mod tests {
    use super::SignatureError;
    use super::new_key;
    use super::sign;
    use super::verify;

    #[test]
    fn a_signature_holds_for_its_text_and_its_key_alone() {
        let (secret, public) = new_key(None, "key of a test").expect("a key");
        let signature = sign(b"a manifest", &secret, None, "file:manifest.json").expect("a signature");
        assert_eq!(verify(b"a manifest", &signature, &public), Ok("file:manifest.json".to_owned()));
        let line = public.lines().nth(1).expect("the key");
        assert!(verify(b"a manifest", &signature, line).is_ok());
        assert!(matches!(verify(b"A manifest", &signature, &public), Err(SignatureError::Wrong(_))));
        let (_, other) = new_key(None, "another").expect("a key");
        assert!(matches!(verify(b"a manifest", &signature, &other), Err(SignatureError::Wrong(_))));
        let forged = signature.replace("file:manifest", "file:Manifest");
        assert!(matches!(verify(b"a manifest", &forged, &public), Err(SignatureError::Wrong(_))));
    }

    #[test]
    fn a_key_may_need_a_password() {
        let (secret, public) = new_key(Some("horse"), "key of a test").expect("a key");
        assert_eq!(sign(b"x", &secret, None, ""), Err(SignatureError::NeedsPassword));
        assert_eq!(sign(b"x", &secret, Some("cow"), ""), Err(SignatureError::WrongPassword));
        let signature = sign(b"x", &secret, Some("horse"), "c").expect("a signature");
        assert_eq!(verify(b"x", &signature, &public), Ok("c".to_owned()));
        assert_eq!(sign(b"x", "no key", None, ""), Err(SignatureError::NoSecretKey));
        assert_eq!(verify(b"x", &signature, "no key"), Err(SignatureError::NoPublicKey));
        assert_eq!(verify(b"x", "no signature", &public), Err(SignatureError::NoSignature));
    }
}
