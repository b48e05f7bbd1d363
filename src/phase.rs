//! The phases of a record: as it was written, and as it was meant.

/// What a link, a file and a link target are before and after names are resolved.
pub trait Phase {
    /// A record named by another.
    type Link;
    /// A file beside the record.
    type File;
    /// Where a link in the text leads.
    type Target;
}
